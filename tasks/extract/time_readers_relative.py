"""What the words of a matched time pattern say, where they lean on another time: one reader a rule."""

import re

from tasks.extract.time_expressions import Expression, Found
from tasks.extract.time_readers import Read, clock_of, count_of, part_of, place_of, which_of

_NAMED_UNIT = re.compile(r"\bfiscal\s$", re.IGNORECASE)


def day_from_anchor(found: Found) -> Read:
    token = found.token("named")
    part = "NI" if token.text.lower() == "tonight" else part_of(found)
    return (found.make(literal="day", which=token.value, part=part, place=place_of(found)),)


def weekday(found: Found) -> Read:
    token = found.token("weekday")
    if token.text.lower().endswith("days"):
        return (found.make(literal=f"XXXX-WXX-{token.value}"),)
    which, from_story, unit = which_of(found, "ref2", "refunit", "ref", "")
    if unit not in (None, "W"):
        return None
    fields = {"weekday": token.value, "part": part_of(found), "place": place_of(found), "unit": unit}
    return (found.make(**fields, which=which, from_story=from_story),)


def span(found: Found) -> Read:
    """``the last two weeks``, ``the next few months``."""
    unit = found.value("unit")
    count, vague = count_of(found) if found.has("number") else (None, True)
    which, from_story, _ = which_of(found, "ref", "")
    if unit in ("WE", "SE", "S"):
        return None
    if which == 0 and not found.has("number"):
        return None
    return (found.make(literal="span", count=count, vague=vague, unit=unit, which=which, from_story=from_story),)


def unit(found: Found) -> Read:
    """``last week``, ``the same day``, ``the end of the year``."""
    named = found.value("unit")
    if _NAMED_UNIT.search(found.before()) or named in ("S", "MIN"):
        return None
    which, from_story, _ = which_of(found, "ref", "")
    place, part = place_of(found), part_of(found)
    if found.has("ref") and found.match[0].startswith("h") and found.following() == "of" and which:
        return None  # the last month of the war
    if found.has("ref") and "past" in found.words("ref") and named != "D" and "this" not in found.words("ref"):
        return (found.make(literal="span", count=1, unit=named, which=-1),)
    if which is None:
        if named not in ("D", "W", "M", "Y", "DE", "CE") or (place in ("EARLIER", "LATER") and named == "D"):
            return None
        which, from_story = 0, True
    return (found.make(unit=named, which=which, from_story=from_story, place=place, part=part),)


def part_of_day(found: Found) -> Read:
    which, from_story, _ = which_of(found, "ref", "")
    return (found.make(literal="day", which=which, from_story=from_story, part=found.value("part")),)


def ago(found: Found) -> Read:
    count, vague = count_of(found)
    if found.value("unit") == "SE":
        return None
    way = found.token("way")
    if way.text.lower() == "back" and re.match(r"\s[a-z]", found.text[way.end : way.end + 2]):
        return None  # two days back in office
    sign = found.value("way")
    return (found.make(literal="offset", count=count, vague=vague, unit=found.value("unit"), which=sign),)


def later(found: Found) -> Read:
    """``two days later``, ``a year earlier``, ``the day before``."""
    way = found.token("way")
    if way.letter == "E":
        sign = {"EARLIER": -1, "LATER": 1}.get(way.value)
        if sign is None:
            return None
    else:
        sign = way.value
        following = found.text[way.end : way.end + 12]
        bare = found.has("number") and found.token("number").letter == "h"
        if not bare and way.text.lower() in ("before", "after") and re.match(r"\s[^\W\d_]", following):
            # two days before the vote: the vote's day is not ours to guess
            last = "unit"
            count, vague = count_of(found)
            return (_duration(found, count, vague, last),)
    count, vague = count_of(found)
    return (
        found.make(literal="offset", count=count, vague=vague, unit=found.value("unit"), which=sign, from_story=True),
    )


def age(found: Found) -> Read:
    count, _ = count_of(found)
    return (found.make(literal="age", count=count, unit="Y"),)


def recurring(found: Found) -> Read:
    if found.has("set"):
        return (found.make(literal=found.value("set")),)
    if found.has("weekday"):
        return (found.make(literal=f"XXXX-WXX-{found.value('weekday')}"),)
    if found.has("every") and found.token("every").text.lower() == "per":
        return (found.make(literal="duration", count=1, unit=found.value("unit")),)
    value = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "WE": "XXXX-WXX-WE"}
    return (found.make(literal=value.get(found.value("unit"), "XXXX-XX-XXTXX")),)


def duration(found: Found) -> Read:
    if found.value("unit") == "S" and found.token("unit").text == "second":
        return None
    if found.has("number") and re.search(r"[$€£.,\d]$", found.before()):
        return None
    count, vague = count_of(found)
    if found.value("unit") == "Q":
        return None
    if found.value("unit") in ("SE", "WE") and (vague or not found.has("number")):
        return None
    return (_duration(found, count, vague, None),)


def _duration(found: Found, count: float | None, vague: bool, last: str | None) -> Expression:
    return found.make(last=last, literal="duration", count=count, vague=vague, unit=found.value("unit"))


def clock(found: Found) -> Read:
    time = clock_of(found)
    return None if time is None else (found.make(literal="day", clock=time),)


def day_of_month(found: Found) -> Read:
    token = found.token("day")
    if not token.text[0].isdigit() or not 1 <= token.value <= 31:
        return None
    return (found.make(day=token.value),)


def holiday(found: Found) -> Read:
    month, day = (int(part) for part in found.value("holiday").split("-"))
    following = found.following()
    if following and following not in ("Day", "day", "Eve", "eve") and not following.islower():
        return None
    if following.lower() == "eve":
        day -= 1
    return (found.make(month=month, day=day, year=found.value("year")),)


def vague(found: Found) -> Read:
    token = found.token("vague")
    if token.text == "Now" and found.text[token.end : token.end + 1] == ",":
        return None  # "Now, what I mean is this": a word that opens a speech
    return (found.make(literal=found.value("vague")),)


def part_alone(found: Found) -> Read:
    if found.token("part").text[0].isupper() and found.match.start() > 0:
        return None
    return (found.make(literal=f"XXXX-XX-XXT{found.value('part')}"),)
