"""Texts and pictures of things that no scene shows, so that the model learns to say no."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from stage import BOTTOM, LEFT, RIGHT, TOP, Stage, mix

NOUNS_EN = """dog cat horse cow pig sheep elephant lion tiger monkey rabbit mouse snake frog spider butterfly chicken duck penguin owl piano guitar violin
drum trumpet microphone concert singer band dancer table chair sofa bed lamp kitchen bathroom bedroom office desk computer laptop keyboard phone
screen printer book newspaper letter pen pencil paper school classroom teacher student hospital doctor nurse needle plate bowl cup spoon fork knife
bread cheese pizza burger salad soup noodles rice cake chocolate coffee tea wine beer apple banana orange grape strawberry tomato potato carrot onion
egg meat sushi restaurant menu waiter shop supermarket money coin bank clock watch ring necklace shoes hat shirt dress jeans glasses bag suitcase
wedding bride baby grandmother child portrait face hand eye smile hair beard makeup mirror window door stairs elevator bathtub shower toilet sink oven
fridge microwave vacuum washing machine robot drone rocket astronaut satellite planet telescope microscope laboratory chemistry chart diagram map
spreadsheet presentation slide logo cartoon dinosaur dragon unicorn ghost skeleton pumpkin gift candle toy doll puzzle chess cards dice basketball
tennis golf pool gymnast yoga boxing skiing surfing bicycle motorcycle truck tractor helicopter submarine tank crane factory hammer screwdriver
drill paint brush museum statue church temple mosque pyramid cave tunnel subway escalator library theatre cinema television radio camera tripod
interview meeting handshake lecture speech parade police fireman soldier farmer barber tailor butcher baker judge prison courtroom cemetery""".split()

NOUNS_KO = """강아지 개 고양이 말 소 돼지 양 코끼리 사자 호랑이 원숭이 토끼 쥐 뱀 개구리 거미 나비 닭 오리 펭귄 부엉이 피아노 기타 바이올린 북 나팔 마이크 공연 가수 밴드
무용수 식탁 의자 소파 침대 전등 부엌 욕실 침실 사무실 책상 컴퓨터 노트북 키보드 전화기 화면 프린터 책 신문 편지 볼펜 연필 종이 학교 교실 선생님 학생 병원 의사 간호사 주사 접시 그릇
컵 숟가락 젓가락 칼 빵 치즈 피자 햄버거 샐러드 국 국수 밥 케이크 초콜릿 커피 녹차 포도주 맥주 사과 바나나 귤 포도 딸기 토마토 감자 당근 양파 달걀 고기 초밥 식당 메뉴판 종업원
가게 마트 돈 동전 은행 시계 반지 목걸이 신발 셔츠 원피스 청바지 안경 가방 결혼식 신부 아기 할머니 아이 초상화 얼굴 손 미소 머리카락 수염 화장 거울 계단 승강기 욕조 샤워 변기
냉장고 전자레인지 청소기 세탁기 로봇 드론 로켓 우주인 위성 행성 망원경 현미경 실험실 화학 도표 지도 발표 로고 만화 공룡 용 유니콘 귀신 해골 호박 선물 양초 장난감 인형 퍼즐 체스 농구
테니스 골프 수영장 체조 요가 권투 스키 자전거 오토바이 트럭 트랙터 헬리콥터 잠수함 탱크 공장 망치 박물관 동상 교회 절 피라미드 동굴 터널 지하철 도서관 극장 영화관 텔레비전 라디오
카메라 인터뷰 회의 악수 강의 연설 경찰 소방관 군인 농부 이발사 재판 감옥""".split()

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
]
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
]


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
    first, second = rng.choice(nouns), rng.choice(nouns)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def absent_texts(count: int, seed: int, held_out: bool = False) -> list[str]:
    """Captions of absent things; held-out ones are built from nouns that training never sees."""
    rng = random.Random(seed)
    texts = [""] if not held_out else []
    lists = [
        ([n for i, n in enumerate(nouns) if (i % 8 == 3) == held_out], forms)
        for nouns, forms in ((NOUNS_EN, FORMS_EN), (NOUNS_KO, FORMS_KO))
    ]
    while len(texts) < count:
        pick = rng.random()
        nouns, forms = lists[int(rng.random() < 0.45)]
        words = [_splice(nouns, rng) if not held_out and rng.random() < 0.4 else rng.choice(nouns) for _ in range(5)]
        if pick < 0.65:
            texts.append(rng.choice(forms).format(a=words[0], b=words[1]))
        elif pick < 0.82:
            texts.append(" ".join(words[: rng.randint(1, 5)]))
        else:
            texts.append(_gibberish(rng))
    return texts


def _plain(s: Stage) -> None:
    rng = s.rng
    tone = rng.choice(
        [(0, 0, 0), (255, 255, 255), tuple(rng.uniform(0, 255) for _ in range(3)), tuple(rng.uniform(0, 255) for _ in range(3))]
    )
    s.rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, tone)  # type: ignore[arg-type]


def _gradient(s: Stage) -> None:
    rng = s.rng
    tones = [tuple(rng.uniform(0, 255) for _ in range(3)) for _ in range(rng.randint(2, 3))]
    s.block(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, tones, rng.random() < 0.5)  # type: ignore[arg-type]


def _stripes(s: Stage) -> None:
    rng = s.rng
    _gradient(s)
    tone, wide, both = tuple(rng.uniform(0, 255) for _ in range(3)), rng.uniform(0.3, 2.0), rng.random()
    for k in range(int(34 / wide)):
        if both < 0.7:
            s.rect(LEFT + k * wide, TOP, wide / 2, BOTTOM - TOP, tone)  # type: ignore[arg-type]
        if both > 0.35:
            s.rect(LEFT, TOP + k * wide, RIGHT - LEFT, wide / 2, tone, 0.7)  # type: ignore[arg-type]


def collage(s: Stage) -> None:
    rng = s.rng
    _gradient(s)
    for _ in range(rng.randint(3, 40)):
        tone, x, y, size = tuple(rng.uniform(0, 255) for _ in range(3)), rng.uniform(-1, 17), rng.uniform(-1, 10), rng.uniform(0.3, 4)
        if rng.random() < 0.5:
            s.oval(x, y, size, size * rng.uniform(0.3, 1), tone, 1, 0, rng.uniform(0, 180))  # type: ignore[arg-type]
        else:
            s.poly([(x + rng.uniform(-size, size), y + rng.uniform(-size, size)) for _ in range(4)], tone)  # type: ignore[arg-type]


def _room(s: Stage) -> None:
    """A table with plates before a wall with a picture."""
    rng = s.rng
    wall, floor, wood = s.vary((214, 204, 186), 40), s.vary((140, 110, 84), 30), s.vary((120, 78, 46), 24)
    s.block(LEFT, TOP, RIGHT - LEFT, 20, [mix(wall, (255, 255, 255), 0.3), wall])
    s.rect(LEFT, 6.0, RIGHT - LEFT, 10, floor)
    s.rect(rng.uniform(1, 9), 1, rng.uniform(2, 4), 2.2, s.vary((150, 170, 190), 60))
    y = rng.uniform(5.2, 6.4)
    s.poly([(3, y), (13, y), (15, y + 2), (1, y + 2)], wood)
    for x in (1.6, 14.1):
        s.rect(x, y + 2, 0.4, 3, mix(wood, (0, 0, 0), 0.3))
    for _ in range(rng.randint(2, 6)):
        x, py = rng.uniform(3.5, 12.5), y + rng.uniform(0.3, 1.6)
        s.oval(x, py, 0.8, 0.28, (244, 244, 240))
        s.oval(x, py - 0.03, 0.5, 0.16, s.vary((190, 90, 60), 70))
    for _ in range(rng.randint(1, 3)):
        x = rng.uniform(0, 15)
        s.rect(x, y + 0.6, 1.6, 3, mix(wood, (30, 20, 10), 0.2), 1, 0.2)


def _page(s: Stage) -> None:
    """A page or slide with lines that stand for writing."""
    rng = s.rng
    dark = rng.random() < 0.35
    s.rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, (24, 26, 34) if dark else (250, 250, 248))
    ink = (230, 232, 240) if dark else (40, 44, 54)
    for row in range(rng.randint(3, 12)):
        x, y = rng.uniform(1, 2), 1 + row * 0.7
        while x < rng.uniform(8, 15):
            wide = rng.uniform(0.3, 1.3)
            s.rect(x, y, wide, 0.28, ink, 0.85, 0.08)
            x += wide + 0.2


def _face(s: Stage) -> None:
    """Head and shoulders in front of a plain wall."""
    rng = s.rng
    _gradient(s)
    x, skin = rng.uniform(5, 11), rng.choice([(236, 190, 156), (198, 144, 104), (140, 96, 66)])
    s.oval(x, 9.2, 3.6, 2.8, tuple(rng.uniform(20, 235) for _ in range(3)))  # type: ignore[arg-type]
    s.oval(x, 4.0, 1.95, 2.3, rng.choice([(40, 30, 26), (120, 80, 40), (200, 170, 100)]))
    s.oval(x, 4.5, 1.65, 2.1, skin)
    for side in (-0.6, 0.6):
        s.oval(x + side, 4.2, 0.26, 0.17, (255, 255, 255))
        s.oval(x + side, 4.2, 0.12, 0.14, (30, 30, 40))
    s.curve((x - 0.6, 5.5), (x, 6.0), (x + 0.6, 5.5), 0.14, (180, 70, 70))


PICTURES: list[Callable[[Stage], None]] = [_plain, _gradient, _stripes, collage, collage, _room, _page, _face]


def noise(size: int, seed: int) -> np.ndarray:
    """A square of fine or coarse coloured noise."""
    rng = np.random.default_rng(seed)
    cell = int(rng.choice([1, 1, 2, 4, 8, 16]))
    small = rng.integers(0, 256, (size // cell + 1, size // cell + 1, int(rng.choice([1, 3]))), dtype=np.uint8)
    return np.ascontiguousarray(np.broadcast_to(small.repeat(cell, 0).repeat(cell, 1)[:size, :size], (size, size, 3)))
