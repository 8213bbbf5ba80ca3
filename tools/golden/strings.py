"""The 200 strings that all tokenizers are asked about: plain queries and everything odd."""

import unicodedata

ENGLISH = [
    "a man walks along the beach",
    "two dogs running in the snow",
    "a birthday cake with candles",
    "The astronaut talks of flying to the moon.",
    "close-up of a red car's headlight",
    "someone opens a laptop and starts typing",
    "children playing football in a park at sunset",
    "I don't think we'll make it, they've left already; it's over.",
    "an empty street at night, rain, neon signs",
    "a photo of a cat",
    "What time does the train leave?",
    "interview with subtitles in the lower third",
    "x",
    "state-of-the-art",
    "e.g. this, i.e. that, etc.",
    "\"double\" and 'single' and `back` quotes",
]
KOREAN = [
    "바닷가에서 걷고 있는 남자",
    "눈 속에서 뛰어노는 강아지 두 마리",
    "촛불이 켜진 생일 케이크",
    "안녕하세요",
    "밤거리의 네온사인과 비",
    "할머니께서 부엌에서 김치를 담그신다.",
    "회의실에서 발표하는 장면을 찾아줘!",
    "ㅋㅋㅋㅋ ㅠㅠ 진짜?",
    "서울특별시 강남구 테헤란로 123번길",
    "뷁쀍똠방각하",
    "가",
    "한국어와 English를 섞어 쓴 문장",
    "2024년 3월 1일 오후 2시 30분",
    "띄어쓰기없이쓴아주긴문장도문제없이처리되어야합니다",
]
JAPANESE = [
    "海辺を歩く男の人",
    "雪の中を走る二匹の犬",
    "ろうそくの立った誕生日ケーキ",
    "こんにちは、世界！",
    "「映画」のワンシーンを探して。",
    "ｶﾀｶﾅ半角と全角ＡＢＣ１２３",
    "東京タワーの夜景",
    "猫",
    "𠮷野家で牛丼を食べる",
]
CHINESE = [
    "在海边散步的男人",
    "两只狗在雪地里奔跑",
    "点着蜡烛的生日蛋糕",
    "你好，世界！",
    "臺灣的夜市與美食",
    "会议室里的白板",
    "龘䨻𪚥",
    "我爱看电影（非常）",
    "一",
]
OTHER_SCRIPTS = [
    "رجل يمشي على الشاطئ",
    "السَّلَامُ عَلَيْكُمْ",
    "مرحبا 123 world",
    "سلام دنیا، خوبی؟",
    "שלום עולם",
    "שָׁלוֹם",
    "мужчина идёт по пляжу",
    "Йод и ёлка",
    "ένας άντρας περπατά",
    "ΟΔΥΣΣΕΥΣ ΚΑΙ ΣΟΦΟΣ",
    "समुद्र तट पर चलता आदमी",
    "ผู้ชายเดินบนชายหาด",
    "người đàn ông đi dạo trên bãi biển",
    "კაცი სანაპიროზე",
    "ሰላም ልዑል",
    "தமிழ் மொழி",
    "བོད་སྐད་",
    "\u1880\u1820\u182e\u1820 mongol",
]
EUROPEAN = [
    "Ein Mann läuft über die Straße.",
    "STRASSE und straße und STRAẞE",
    "Größe, Übergröße, Äpfel",
    "Fußballweltmeisterschaft",
    "une femme à la plage, c'est l'été",
    "¿Dónde está la niña? ¡Allí!",
    "İstanbul'da ılık bir gün",
    "IĞDIR ığdır İĞDIR",
    "Zażółć gęślą jaźń",
    "Příliš žluťoučký kůň",
    "ﬁnancial ﬂow ﬀ ligatures",
]
EMOJI = [
    "😀",
    "a happy dog 🐶 and a cake 🎂",
    "👨\u200d👩\u200d👧\u200d👦 family",
    "👩🏽\u200d💻 at work",
    "🇰🇷🇯🇵🇩🇪",
    "❤️ and ❤ and ❤\ufe0e",
    "1️⃣2️⃣#️⃣",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "👍👍🏻👍🏿",
    "🫠🫨🪿",
    "\u200d",
    "😂" * 30,
]
SPACES = [
    "",
    " ",
    "   ",
    "\t",
    "\n",
    "\n\n\n",
    " \t\n\r ",
    "\u3000",
    "\u00a0",
    " leading space",
    "trailing space ",
    "  two leading",
    "two trailing  ",
    "many     spaces     between",
    "a  b   c    d     e      f",
    "tab\tbetween\t\ttwo",
    "two\n\nnew\nlines\n",
    "windows\r\nline\r\n",
    "thin\u2009and\u202fnarrow\u2003em",
    "ideographic\u3000space",
    "zero\u200bwidth\u200cand\u2060joiner",
    "line\u2028and\u2029paragraph",
    "vertical\u000btab\u000cfeed\u0085next",
]
COMBINING = [
    unicodedata.normalize("NFC", "café naïve Ångström"),
    unicodedata.normalize("NFD", "café naïve Ångström"),
    unicodedata.normalize("NFC", "한국어 음성"),
    unicodedata.normalize("NFD", "한국어 음성"),
    unicodedata.normalize("NFC", "がぎぐげご"),
    unicodedata.normalize("NFD", "がぎぐげご"),
    unicodedata.normalize("NFD", "tiếng Việt"),
    unicodedata.normalize("NFD", "Ёлка Й"),
    "Z\u0351\u0343a\u0313\u0300l\u0308\u030ag\u0324o\u035c",
    "e\u0301\u0323 and e\u0323\u0301",
    "\u0301lone accent",
    "\u212b \u2126 \u212a singletons",
    "\u0344 \u0958 \uf900 compositions left out",
    "½ ² ³ ™ ℌ Ⅳ compatibility",
]
UPPER = [
    "A MAN WALKS ALONG THE BEACH",
    "McDonald's iPhone eBay NASA",
    "İ",
    "I İ ı i",
    "ÀÉÎÕÜ ÆŒØ",
    "ǅ Ǆ ǆ",
    "ΣΑΣ ΑΣ. Σ",
    "ПРИВЕТ МИР",
    "ＦＵＬＬ ＷＩＤＴＨ",
]
DIGITS_AND_SIGNS = [
    "0123456789",
    "1,234,567.89",
    "3.14159 and -2e10",
    "١٢٣ ४५६ ７８９",
    "10:45:30",
    "+82-10-1234-5678",
    "!!!???...",
    "… — – ‘single’ “double” «guillemets»",
    "()[]{}<>",
    "~`@#$%^&*_-+=|\\:;",
    "€100 £50 ¥1000 ₩5000",
    "a+b=c; x<y && z>w",
    "¯\\_(ツ)_/¯",
    "100% of 50°C",
    "\u2581 \u2581\u2581 lower\u2581one\u2581eighth",
    "Ġ and Ċ and </w> and ##ing",
]
WEB_AND_CODE = [
    "https://www.example.com/watch?v=abc&t=10s",
    "user.name+tag@example.co.kr",
    "/media/Videos/IMG_0042.MOV",
    "C:\\Users\\Name\\My Videos\\clip.mp4",
    "def f(x):\n    return x ** 2  # square\n",
    "const a = b?.c ?? `${d}`;",
    "SELECT * FROM moments WHERE score > 0.5;",
    "<b>bold</b> <table> <code>x</code>",
    "{\"key\": [1, 2.5, null, true]}",
    "snake_case camelCase kebab-case SCREAMING_CASE",
    "a\\nb\\tc",
    "../../etc/passwd; rm -rf *",
]
CONTROL = [
    "nul\u0000inside",
    "bell\u0007 and escape\u001b[31mred\u001b[0m",
    "back\u0008space and delete\u007f",
    "\ufeffbyte order mark",
    "soft\u00adhyphen",
    "\u202eright to left override\u202c",
    "replacement \ufffd character",
    "private \ue000 use \U000f0000",
    "noncharacter \uffff and \U0010ffff",
    "\u0001\u0002\u0003",
]
SPECIAL_TEXTS = [
    "<eos>",
    "<pad>",
    "<bos>",
    "<unk>",
    "[CLS]",
    "[SEP] and [MASK]",
    "[UNK]",
    "<|endoftext|>",
    "<|startoftext|> a cat <|endoftext|>",
    "a<eos>b",
    "<|startoftranscript|><|en|><|transcribe|><|notimestamps|>",
    "<|0.00|> hello <|2.50|>",
    "<start_of_turn>user",
    "<PAD> <EOS> [cls]",
    "<0x41><0x0A>",
    "<mask> [@BOS@] <unused0>",
]


def words(sentences, count):
    """The first words of the sentences said over and over."""
    once = " ".join(sentences).split()
    return " ".join((once * count)[:count])


LONG_TEXTS = [
    words(ENGLISH, 500),
    words(KOREAN, 500),
    "a" * 400,
    "donaudampfschifffahrtsgesellschaft" * 12,
    "中" * 300,
    "가나다라" * 80,
    "word " * 63 + "end",
    "the " * 61 + "last",
    "the " * 62 + "last",
    "the " * 63 + "last",
    "." * 200,
]

STRINGS = (
    ENGLISH
    + KOREAN
    + JAPANESE
    + CHINESE
    + OTHER_SCRIPTS
    + EUROPEAN
    + EMOJI
    + SPACES
    + COMBINING
    + UPPER
    + DIGITS_AND_SIGNS
    + WEB_AND_CODE
    + CONTROL
    + SPECIAL_TEXTS
    + LONG_TEXTS
)
assert len(STRINGS) == len(set(STRINGS)) == 200
