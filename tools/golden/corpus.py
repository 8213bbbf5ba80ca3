"""A small multilingual text for the tiny tokenizer: every sentence is put together from word lists."""

import itertools

ENGLISH = (
    ["a man", "a woman", "the child", "two dogs", "a small cat", "the old teacher", "my friend", "the red car"],
    ["walks along", "runs to", "looks at", "stands near", "sits in front of", "drives past", "talks about"],
    ["the beach", "a mountain lake", "the city at night", "the kitchen table", "a birthday cake", "the train station"],
)
GERMAN = (
    ["ein Mann", "eine Frau", "das Mädchen", "der große Hund", "die weiße Katze", "mein Großvater"],
    ["läuft über", "steht vor", "fährt durch", "schaut auf", "spricht über"],
    ["die Straße", "den Fluss", "das schöne Schloss", "die Brücke", "den grünen Garten", "die Küche"],
)
KOREAN = (
    ["한 남자가", "아이들이", "우리 할머니가", "작은 고양이가", "빨간 자동차가", "친구가"],
    ["바닷가에서", "부엌에서", "산 위에서", "학교 앞에서", "밤거리에서", "공원에서"],
    ["걷고 있다", "웃으며 노래한다", "밥을 먹는다", "사진을 찍는다", "천천히 달린다"],
)
JAPANESE = (
    ["男の人が", "子供たちが", "小さな猫が", "赤い車が", "友だちと先生が"],
    ["海辺で", "台所で", "山の上で", "夜の街で", "駅の前で"],
    ["歩いている", "歌を歌う", "ケーキを食べる", "カメラを見る", "ゆっくり走る"],
)
CHINESE = (
    ["一个男人", "孩子们", "我的奶奶", "小猫", "红色的汽车"],
    ["在海边", "在厨房里", "在山上", "在学校门口", "在城市的夜晚"],
    ["散步", "唱歌", "吃蛋糕", "看着镜头", "慢慢地跑"],
)
ASIDES = [
    "😀 😂 🎉 🐶 🐱 🚗 ❤️ 👍 🌊 ⛰ 🎂 👨‍👩‍👧 🇰🇷 🇯🇵 🇩🇪",
    "0 1 2 3 4 5 6 7 8 9 10 2024 1080p 3.14",
    "Hello, world! What? Yes; no: (maybe) \"quoted\" 'single' - a/b @c #d 50% & e = f + g * h _ i < j > k",
    "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG",
    "the quick brown fox jumps over the lazy dog. café, naïve, señor, ångström",
    "https://www.example.com/watch?v=abc&t=10s",
    "「映画」、はい。 你好，世界！ 안녕하세요. 감사합니다?",
]


def sentences():
    """Each combination once, in a fixed order; the asides often enough that their characters count."""
    lines = []
    for joiner, parts in ((" ", ENGLISH), (" ", GERMAN), (" ", KOREAN), ("", JAPANESE), ("", CHINESE)):
        lines += [joiner.join(words) + "." for words in itertools.product(*parts)]
    return lines + ASIDES * 8
