"""Texts about things that no scene shows, so that the model learns to say no."""

from __future__ import annotations

import random

NOUNS_EN = """dog cat horse cow pig sheep elephant lion tiger monkey rabbit mouse snake frog spider butterfly chicken duck penguin owl piano guitar violin
drum trumpet microphone concert singer band dancer table chair sofa bed kitchen bathroom bedroom office desk computer laptop keyboard phone
screen printer book newspaper letter pen pencil paper classroom teacher student hospital doctor nurse needle plate bowl cup spoon fork knife
bread cheese pizza burger salad soup noodles rice cake chocolate coffee tea wine beer apple banana orange grape strawberry tomato potato onion
egg meat sushi restaurant menu waiter shop supermarket money coin bank clock watch ring necklace shoes shirt dress jeans glasses bag suitcase
wedding bride baby grandmother portrait face hand eye smile hair beard makeup mirror door stairs elevator bathtub shower toilet sink oven
fridge microwave vacuum washing machine robot drone rocket astronaut satellite planet telescope microscope laboratory chemistry chart diagram map
spreadsheet presentation slide logo cartoon dinosaur dragon unicorn ghost skeleton pumpkin gift candle toy doll puzzle chess cards dice basketball
tennis golf gymnast yoga boxing surfing bicycle motorcycle truck tractor helicopter submarine crane factory hammer screwdriver
drill paint brush museum statue church temple mosque pyramid cave tunnel subway escalator library theatre cinema television radio camera tripod
interview meeting handshake lecture speech parade police fireman soldier farmer barber tailor butcher baker judge prison courtroom cemetery
parrot turtle crocodile giraffe zebra squirrel kitten puppy hamster goldfish tank turkey bee ant snail whale dolphin shark seal kangaroo panda
raincoat wardrobe bookshelf pillow blanket curtain carpet toothbrush rack soap shampoo perfume lipstick handbag wallet passport backpack helmet
ladder bucket broom toolbox battery cable charger headphones speaker smartwatch tablet calculator ruler scissors glue stapler envelope stamp
omelette pancake sandwich sausage bacon popcorn donut cookie milkshake juice lemonade whisky cocktail pepper garlic mushroom cucumber lettuce
corn pear peach cherry lemon melon pineapple coconut sewing knitting pottery ceramics sculpture ballet choir opera drummer saxophone flute violinist
karate wrestling volleyball badminton baseball hockey rugby marathon cyclist skateboard scooter taxi ambulance warehouse escalators
airport lounge pharmacy bakery hairdresser dentist surgeon scientist engineer plumber electrician carpenter secretary manager cashier guide
birthday funeral graduation exam homework lecture election voting newspaper market wallpaper
uncle aunt cousin nephew toddler twins grandfather mother father boss neighbour roommate clown magician acrobat juggler cook nanny waitress mechanic
jump juggle whisper laugh cry hug kiss shout argue paint iron sew bake fry boil chop wash sweep mop polish repair weld dig plant type draw paddle
van lorry tram forklift bulldozer jeep minivan trailer tyre garage parking petrol traffic bar pub bistro cafeteria diner buffet arcade casino circus
goat donkey fox wolf bear deer hedgehog pigeon eagle crow peacock swan goose lizard beetle caterpillar worm crab lobster octopus jellyfish
stool bench cupboard drawer mattress hammock lantern socket heater stove kettle toaster blender freezer dishwasher bin doormat fence mailbox hose""".split()

NOUNS_KO = """강아지 고양이 소 돼지 코끼리 사자 호랑이 원숭이 토끼 쥐 뱀 개구리 거미 닭 오리 펭귄 부엉이 피아노 기타 바이올린 나팔 마이크 공연 가수 밴드
무용수 식탁 의자 소파 침대 부엌 욕실 침실 사무실 책상 컴퓨터 노트북 키보드 전화기 화면 프린터 책 신문 편지 볼펜 연필 종이 교실 선생님 학생 병원 의사 간호사 주사 접시 그릇
컵 숟가락 젓가락 칼 빵 치즈 피자 햄버거 샐러드 국수 밥 케이크 초콜릿 커피 녹차 포도주 맥주 사과 바나나 귤 포도 딸기 토마토 감자 양파 달걀 고기 초밥 식당 메뉴판 종업원
가게 마트 돈 동전 은행 시계 반지 목걸이 신발 셔츠 원피스 청바지 안경 가방 결혼식 신부 아기 할머니 초상화 얼굴 미소 머리카락 수염 화장 거울 계단 승강기 욕조 샤워 변기
냉장고 전자레인지 청소기 세탁기 로봇 드론 로켓 우주인 위성 행성 망원경 현미경 실험실 화학 도표 지도 발표 로고 만화 공룡 유니콘 귀신 해골 호박 선물 양초 장난감 인형 퍼즐 체스 농구
테니스 골프 수영장 체조 요가 권투 자전거 오토바이 트럭 트랙터 헬리콥터 잠수함 탱크 공장 망치 박물관 동상 교회 피라미드 동굴 터널 지하철 도서관 극장 영화관 텔레비전 라디오
카메라 인터뷰 회의 악수 강의 연설 경찰 소방관 군인 농부 이발사 재판 감옥
앵무새 거북이 악어 기린 얼룩말 다람쥐 햄스터 벌 개미 달팽이 고래 돌고래 상어 캥거루 판다 송아지 망아지 병아리 고슴도치 우비 옷장 책장 베개 이불 커튼 카펫 칫솔 비누 향수 립스틱
지갑 여권 배낭 헬멧 사다리 양동이 빗자루 건전지 충전기 헤드폰 스피커 태블릿 계산기 가위 봉투 우표 달걀말이 팬케이크 샌드위치 소시지 김치 라면 떡볶이 비빔밥 삼겹살 치킨 과자
아이스크림 우유 주스 소주 칵테일 마늘 버섯 오이 상추 옥수수 복숭아 체리 레몬 수박 파인애플 바느질 뜨개질 도자기 조각 발레 합창단 오페라 색소폰 피리 태권도 씨름 배구 배드민턴 야구 하키
마라톤 스케이트보드 택시 구급차 창고 약국 빵집 미용실 치과 외과 과학자 기술자 배관공 목수 비서 사장 계산원 생일 장례식 졸업식 시험 숙제 투표 주식 벽지 교회 강아지 송년회 회식 빨래 다리미
아빠 삼촌 이모 누나 동생 손자 이웃 쌍둥이 할아버지 광대 마술사 요리사 유모 정비사 점프 웃음 울음 포옹 뽀뽀 싸움 그림 다림질 요리 튀김 청소 수리 용접 운동 달리기 줄넘기 산수 공부 낮잠
승합차 전차 지게차 불도저 타이어 차고 주차장 주유소 술집 뷔페 오락실 카지노 서커스 염소 당나귀 여우 늑대 곰 사슴 비둘기 독수리 까마귀 공작 백조 거위 도마뱀 딱정벌레 지렁이 게 문어 해파리
의자 찬장 서랍 매트리스 해먹 난로 주전자 토스터 믹서기 식기세척기 쓰레기통 울타리 우체통 호스 미끄럼틀 시소 철봉 유치원 유모차 분유 기저귀 염색 파마 손톱 체온계 붕대 알약""".split()

FORMS_EN = [
    "{a}",
    "a {a}",
    "the {a}",
    "a {a} on a table",
    "a {a} and a {b}",
    "{a} with {b}",
    "a {a} playing {b}",
    "a {a} in the {b}",
    "red {a}",
    "blue {a}",
    "yellow {a}",
    "white {a}",
    "old {a}",
    "a photo of a {a}",
    "a picture of {a}",
    "a video of a {a}",
    "a big {a}",
    "a kitchen with {a}",
    "a person holding a {a}",
    "a woman with a {a}",
    "a man eating {a}",
    "close-up of a {a}",
    "{a} {b}",
    "two {a}s",
    "a {a} table with {b}s",
    "someone making {a}",
    "a dark {a}",
    "green {a}",
    "a {a} next to the {b}",
    "{c} {a}",
    "{c} {a} {w}",
    "{a} {w}",
    "a {a} {w}",
    "{a} {b} {w}",
    "the {a} is {v}",
    "{a} {v}",
    "a {c} {a} {v} {w}",
    "somebody {v} a {a}",
    "{c} {a} and {c} {b}",
    "trip to the {a}",
    "walking to the {a} {w}",
    "{a} with a {c} {b}",
    "watching a {a}",
    "{a} ride",
    "{a}ing {b}s",
    "{v} the {b}",
    "somebody {a}ing",
    "a {a} full of {b}s",
    "{a} and {p}",
    "a {p} on a {a}",
    "{p} of {a}s",
    "{a} {p}",
    "a {p} with {a} and {b}",
    "{c} {p} on the {a}",
    "{a}s {v} on a {b}",
    "two {a}s on the {b}",
    "{a} at the {b}",
    "{a} {b} {v}",
]
# Words that are parts of known scenes and by themselves no scene.
PARTS_EN = "hat|scarf|basket|flag|flags|tower|wheels|wings|coat|colours|house|party|crowd|walk|trip|basket|buttons|box|top|blades|gate|wall|nose|path|kids|people|man".split("|")
COLOURS_EN = "red|blue|yellow|green|white|black|orange|golden|striped|tall|round|glowing|shiny|little|beautiful|old|modern|colourful|bright|grey|wooden".split("|")
WHERES_EN = (
    "at night|in the evening|in october|in the morning|in summer|in winter|on a sunny day|on the road|in the sky|on a hill|in the country|after dark|"
    "by the window|in the field|under a blue sky|on holiday|in autumn|in december|over the table|near the sea|in town|in the wind|at noon|in the garden"
).split("|")
DOES_EN = (
    "turning|falling|flying|walking|driving|shining|floating|glowing|standing|running|moving|burning|swimming|sailing|rolling by|passing|"
    "holding|carrying|building|wearing|climbing|riding|dancing|waiting|sleeping|eating|making|cleaning|sitting|reading|cooking"
).split("|")
FORMS_KO = [
    "{a}",
    "{a} 사진",
    "{a} 영상",
    "{a} 장면",
    "{a}와 {b}",
    "{a} 위의 {b}",
    "{a}를 든 사람",
    "빨간 {a}",
    "파란 {a}",
    "노란 {a}",
    "하얀 {a}",
    "큰 {a}",
    "오래된 {a}",
    "{a} 옆의 {b}",
    "{a}를 먹는 남자",
    "{a}가 있는 방",
    "{a} {b}",
    "{a}를 치는 {b}",
    "작은 {a}",
    "{a}에 있는 {b}",
    "초록 {a}",
    "{a}를 고치는 사람",
    "{c} {a}",
    "{w} {a}",
    "{w}의 {a}",
    "{v} {a}",
    "{w} {v} {a}",
    "{c} {a}와 {c} {b}",
    "{a} 타기",
    "{a} 구경",
    "{a} 여행",
    "{a} 보러 가기",
    "{a}에서 {v} {b}",
    "{a}가 {v} 모습",
    "{a}가 있는 {w}",
    "{a}하는 {b}",
    "{a}하는 사람",
    "{a} 타는 사람",
    "{a}를 타는 {b}",
    "{a} 놀이",
    "{a}하는 {w}",
    "{p}와 {a}",
    "{a} {p}",
    "{c} {p}와 {a}",
    "{a} 위의 {p}",
    "{p} {v} {a}",
    "{a}를 {v} 사람",
    "{a} {b} {p}",
]
PARTS_KO = "모자|목도리|바구니|깃발|바퀴|날개|색깔|집|산책|여행|사람들|단추|상자|코|벽|외투|사람|인형|남자|아이들".split("|")
COLOURS_KO = "빨간|파란|노란|초록|하얀|검은|주황색|황금빛|줄무늬|높은|둥근|빛나는|작은|예쁜|오래된|알록달록한|화려한|회색|나무|커다란|귀여운".split("|")
WHERES_KO = "밤|저녁|시월|아침|여름|겨울|맑은 날|길 위|하늘|언덕 위|시골|한밤중|창가|들판|휴가 때|가을|십이월|바닷가 근처|시내|한낮|마당|어두운 밤|오후|주말".split("|")
DOES_KO = "도는|떨어지는|나는|걷는|달리는|빛나는|떠 있는|서 있는|움직이는|타는|헤엄치는|지나가는|든|만드는|입은|쓴|오르는|춤추는|기다리는|자는|먹는|앉은|읽는|청소하는|씻는".split("|")


def _gibberish(rng: random.Random) -> str:
    """Letters, syllables or signs without meaning."""
    pool = rng.choice(
        [
            "abcdefghijklmnopqrstuvwxyz",
            "bcdfghjklmnpqrstvwxz",
            "asdfghjkl",
            "0123456789",
            "!?#*/()+-=.,:;",
            "가나다라마바사아자차카타파하",
            "",
        ]
    )
    words = []
    for _ in range(rng.randint(1, 4)):
        if pool:
            words.append("".join(rng.choice(pool) for _ in range(rng.randint(2, 9))))
        else:
            words.append(
                "".join(
                    chr(
                        rng.choice(
                            [
                                rng.randint(0xAC00, 0xD7A3),
                                rng.randint(0x1F300, 0x1F6FF),
                                rng.randint(0x4E00, 0x9FA5),
                                rng.randint(0x400, 0x4FF),
                            ]
                        )
                    )
                    for _ in range(rng.randint(1, 4))
                )
            )
    return " ".join(words)


def _splice(nouns: list[str], rng: random.Random) -> str:
    """A word that does not exist, such as "pianketball": stands for all the words that no list has."""
    if rng.random() < 0.3:
        # Syllables of several words, each of two or three letters (one in Korean).
        size = 1 if ord(nouns[0][0]) > 0x1000 else rng.randint(2, 3)
        places = [(word, rng.randrange(len(word))) for word in rng.choices(nouns, k=rng.randint(2, 4))]
        return "".join(word[place : place + size] for word, place in places)
    first, second = rng.choice(nouns), rng.choice(nouns)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def absent_texts(count: int, seed: int, held_out: bool = False) -> list[str]:
    """Captions of absent things; held-out ones are built from nouns that training never sees."""
    rng = random.Random(seed)
    texts = [""] if not held_out else []
    lists = [
        ([n for i, n in enumerate(nouns) if (i % 8 == 3) == held_out], forms, around)
        for nouns, forms, around in (
            (NOUNS_EN, FORMS_EN, (COLOURS_EN, WHERES_EN, DOES_EN, PARTS_EN)),
            (NOUNS_KO, FORMS_KO, (COLOURS_KO, WHERES_KO, DOES_KO, PARTS_KO)),
        )
    ]
    while len(texts) < count:
        pick = rng.random()
        nouns, forms, (colours, wheres, does, parts) = lists[int(rng.random() < 0.45)]
        words = [_splice(nouns, rng) if not held_out and rng.random() < 0.5 else rng.choice(nouns) for _ in range(5)]
        if pick < 0.72:
            around = {"c": rng.choice(colours), "w": rng.choice(wheres), "v": rng.choice(does), "p": rng.choice(parts)}
            texts.append(rng.choice(forms).format(a=words[0], b=words[1], **around))
        elif pick < 0.86:
            texts.append(" ".join(words[: rng.randint(1, 5)]))
        else:
            texts.append(_gibberish(rng))
    return texts
