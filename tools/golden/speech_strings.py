"""300 strings as people say them, in eight languages: put together from word lists, in a fixed order."""

LANGUAGES = {
    "en": (
        ["My sister", "The old fisherman", "Nobody", "Our teacher, Mr. O'Neill,", "A dog", "You two"],
        ["walked all the way to", "couldn't find", "is talking about", "had forgotten", "wants to see"],
        ["the lighthouse", "grandma's kitchen", "the 3rd train station", "New York", "a birthday cake"],
        " ",
    ),
    "ko": (
        ["우리 누나는", "늙은 어부가", "아무도", "김 선생님께서", "강아지 한 마리가", "너희 둘은"],
        ["어제 천천히", "웃으면서", "말없이", "세 시 30분에", "다 같이"],
        ["등대까지 걸어갔다", "할머니 부엌을 찾았어요", "기차역을 지나갑니다", "생일 케이크를 먹었네", "서울로 떠났습니다"],
        " ",
    ),
    "ja": (
        ["姉は", "年老いた漁師が", "誰も", "田中先生は", "犬が一匹", "君たち二人は"],
        ["昨日ゆっくり", "笑いながら", "黙って", "三時30分に", "みんなで"],
        ["灯台まで歩いた", "おばあちゃんの台所を見つけました", "駅を通り過ぎる", "ケーキを食べたね", "東京へ行きます"],
        "",
    ),
    "zh": (
        ["我姐姐", "老渔夫", "没有人", "王老师", "一只狗", "你们两个"],
        ["昨天慢慢地", "笑着", "一句话也不说就", "三点30分", "一起"],
        ["走到了灯塔", "找到了奶奶的厨房", "经过了火车站", "吃了生日蛋糕", "去了北京"],
        "",
    ),
    "ru": (
        ["Моя сестра", "Старый рыбак", "Никто", "Наш учитель Пётр", "Собака", "Вы оба"],
        ["шёл до", "не нашёл", "говорит про", "забыл", "хочет увидеть"],
        ["маяк", "бабушкину кухню", "3-й вокзал", "Санкт-Петербург", "торт ко дню рождения"],
        " ",
    ),
    "fr": (
        ["Ma sœur", "Le vieux pêcheur", "Personne", "Notre maître, M. Lefèvre,", "Un chien", "Vous deux"],
        ["est allé jusqu'à", "n'a pas trouvé", "parle de", "avait oublié", "veut voir"],
        ["la maison près du phare", "la cuisine de grand-mère", "la 3e gare", "l'été à Nîmes", "un gâteau d'anniversaire"],
        " ",
    ),
    "de": (
        ["Meine Schwester", "Der alte Fischer", "Niemand", "Unser Lehrer, Herr Groß,", "Ein Hund", "Ihr zwei"],
        ["lief bis an", "fand nicht", "spricht über", "hatte vergessen:", "möchte sehen:"],
        ["den Leuchtturm", "Großmutters Küche", "den 3. Bahnhof", "Köln am Rhein", "die Geburtstagstorte"],
        " ",
    ),
    "es": (
        ["Mi hermana", "El viejo pescador", "Nadie", "Nuestro maestro, el Sr. Núñez,", "Un perro", "Vosotros dos"],
        ["caminó hasta", "no encontró", "habla de", "había olvidado", "quiere ver"],
        ["el faro", "la cocina de la abuela", "la 3.ª estación", "la mañana en Cádiz", "un pastel de cumpleaños"],
        " ",
    ),
}

# What a sentence looks like in subtitles and transcripts.
FORMS = [
    "{}.",
    "{}",
    "{}!",
    "- {}?",
    "“{}”",
    "♪ {} ♪",
    "{}… {}",
    "[{}]",
    "  {}  ",
    "(1984) {} – 50%",
    "{} 😀",
    "«{}», 12:30",
]
COUNT = 300


def strings():
    parts = list(LANGUAGES.values())
    made = []
    for number in range(COUNT):
        who, how, what, joiner = parts[number % len(parts)]
        turn = number // len(parts)
        sentence = joiner.join((who[turn % 6], how[(turn * 2 + turn // 5) % 5], what[(turn * 3 + turn // 7) % 5]))
        # Long ones too: more than the models read at once.
        if turn % 12 == 11:
            sentence = joiner.join([sentence] * 30)
        if turn % 9 == 5:
            sentence = sentence.upper()
        made.append(FORMS[turn % len(FORMS)].replace("{}", sentence))
    assert len(set(made)) == COUNT
    return made
