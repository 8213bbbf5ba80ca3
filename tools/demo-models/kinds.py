"""The kinds of scene that there are, each with the function that paints it."""

from __future__ import annotations

from collections.abc import Callable

import scenes_fire as fire
import scenes_land as land
import scenes_road as road
import scenes_sky as sky
import scenes_town as town
import scenes_water as sea
import scenes_weather as weather
import scenes_winter as winter
from stage import Stage

KINDS: dict[str, Callable[[Stage], None]] = {
    "sunset-beach": sea.sunset_beach,
    "beach-people": sea.beach_people,
    "sailboat": sea.sailboat,
    "lighthouse": sea.lighthouse,
    "underwater": sea.underwater,
    "waterfall": land.waterfall,
    "bridge": town.bridge,
    "night-sky": sky.night_sky,
    "aurora": winter.aurora,
    "lightning": weather.lightning,
    "rainbow": weather.rainbow,
    "fireworks": fire.fireworks,
    "balloon": sky.balloon,
    "aeroplane": sky.aeroplane,
    "rain": weather.rain,
    "forest": land.forest,
    "autumn": land.autumn,
    "snow-mountain": winter.snow_mountain,
    "volcano": fire.volcano,
    "desert": land.desert,
    "flower-field": land.flower_field,
    "campfire": fire.campfire,
    "snowman": winter.snowman,
    "city-night": town.city_night,
    "city-day": town.city_day,
    "red-car": road.red_car,
    "blue-car": road.blue_car,
    "yellow-bus": road.yellow_bus,
    "train": road.train,
    "castle": town.castle,
    "windmill": town.windmill,
    "football": town.football,
}

NAMES: list[str] = list(KINDS)
INDEX: dict[str, int] = {name: number for number, name in enumerate(NAMES)}
