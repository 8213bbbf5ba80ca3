"""What the demo videos show: shots with their camera moves, and the queries that must find them."""

from __future__ import annotations

from dataclasses import dataclass

from stage import Camera

FRAME_RATE = 24
WIDTH, HEIGHT = 640, 360
# Seeds of the videos and of the query picture; training and evaluation use others.
VIDEO_SEED, QUERY_SEED = 90_000_000, 95_000_000


@dataclass(frozen=True)
class Shot:
    kind: str
    frames: int
    start: Camera
    end: Camera
    seed: int
    en: str
    ko: str
    # Frames over which the shot before melts into this one, half of them on either side of the cut.
    fade: int = 0


def _shot(
    kind: str, seconds: float, move: tuple[float, float, float, float, float, float], seed: int, en: str, ko: str, fade: int = 0
) -> Shot:
    """`move` is x, y and zoom at the start, then at the end."""
    return Shot(kind, round(seconds * FRAME_RATE), Camera(*move[:3]), Camera(*move[3:]), VIDEO_SEED + seed, en, ko, fade)


VIDEOS: dict[str, list[Shot]] = {
    "holiday.mp4": [
        _shot(
            "aeroplane", 4.0, (-0.9, 0.0, 1.0, 0.7, 0.0, 1.1), 11, "a white passenger plane above the clouds", "구름 위를 나는 하얀 비행기"
        ),
        _shot("sailboat", 4.5, (0.8, 0.0, 1.0, -0.6, 0.1, 1.12), 12, "a sailing boat on the sea", "바다 위의 돛단배"),
        _shot("underwater", 4.0, (-1.0, 0.2, 1.1, 0.8, -0.1, 1.0), 13, "colourful fish swimming under water", "바닷속을 헤엄치는 물고기"),
        _shot("lighthouse", 4.0, (0.9, -0.2, 1.15, -0.5, 0.0, 1.0), 14, "a lighthouse on a rock by the sea", "바위 위의 등대"),
        _shot("balloon", 4.25, (-0.6, 0.3, 1.0, 0.6, -0.2, 1.12), 15, "hot-air balloons in the sky", "하늘에 떠 있는 열기구"),
        _shot("sunset-beach", 5.0, (1.0, 0.0, 1.0, -0.8, 0.1, 1.14), 16, "sunset on the beach", "노을 지는 해변"),
    ],
    "city-and-country.mp4": [
        _shot("city-day", 4.5, (-1.2, 0.0, 1.0, 1.0, 0.0, 1.08), 21, "the city by day", "낮의 도시"),
        _shot("red-car", 4.0, (-0.8, 0.1, 1.0, 0.6, 0.2, 1.1), 22, "a red car on the road", "도로를 달리는 빨간 자동차"),
        _shot("windmill", 4.25, (0.8, 0.0, 1.12, -0.6, 0.0, 1.0), 23, "a windmill in a meadow", "초원의 풍차"),
        _shot("train", 4.0, (-0.9, 0.2, 1.0, 0.8, 0.3, 1.1), 24, "a train running through the country", "들판을 달리는 기차"),
        _shot("castle", 4.25, (0.7, 0.2, 1.0, -0.5, -0.1, 1.16), 25, "a castle on a hill", "언덕 위의 성"),
        _shot("city-night", 5.0, (1.2, 0.0, 1.08, -1.0, 0.0, 1.0), 26, "the city at night", "밤의 도시"),
    ],
    "weather.mp4": [
        _shot("rain", 4.0, (-0.8, 0.0, 1.0, 0.7, 0.1, 1.1), 31, "people with umbrellas in the rain", "비 오는 날 우산을 쓴 사람들"),
        _shot("lightning", 4.5, (0.6, 0.0, 1.0, -0.4, 0.0, 1.1), 32, "lightning in a dark sky", "번개가 치는 하늘"),
        _shot("rainbow", 4.5, (-0.9, 0.1, 1.05, 0.7, -0.1, 1.0), 33, "a rainbow over green hills", "언덕 위에 뜬 무지개", fade=18),
        _shot("autumn", 4.0, (0.9, 0.0, 1.12, -0.7, 0.0, 1.0), 34, "red and golden autumn trees", "단풍 든 나무"),
        _shot("snow-mountain", 4.25, (-1.0, -0.1, 1.0, 0.8, 0.0, 1.14), 35, "snowy mountains", "눈 덮인 산"),
        _shot("snowman", 4.25, (0.7, 0.1, 1.14, -0.4, 0.0, 1.0), 36, "a snowman in the snow", "눈밭의 눈사람"),
        _shot("aurora", 4.0, (-0.8, 0.0, 1.0, 0.8, 0.0, 1.1), 37, "northern lights over fir trees", "밤하늘의 오로라"),
    ],
}

QUERY_IMAGE = "query.webp"
QUERY_KIND = "snowman"

# Query, and the kind of the only shot that answers it.
QUERIES: list[tuple[dict[str, str], str]] = [
    ({"text": "sunset on beach"}, "sunset-beach"),
    ({"text": "빨간 자동차"}, "red-car"),
    ({"image": QUERY_IMAGE}, QUERY_KIND),
    ({"text": "city -night"}, "city-day"),
    ({"text": "said:parrotfish"}, "underwater"),
    ({"text": "said:설악산"}, "autumn"),
]
