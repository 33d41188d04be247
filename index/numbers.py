"""Figures in a text, Chinese or English, each in one normal form: 10亿, 十亿 and 1 billion are 1000000000.

The normal form is the word that cutting makes of digits (`35000`, `20%`, `1/3`), so that a text which says it
in digits needs no second token. Texts are folded ones. Counts up to twelve that are written out are left alone:
三个 and `one of them` tell nothing of an amount.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

LEAST = 12  # a number written out is a figure only above this: months, hours and the few are everywhere
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
DIGIT = "一二两三四五六七八九"
HAN = "零〇十百千万亿" + DIGIT
SMALL = re.compile(rf"(?:([{DIGIT}])千)?(?:[零〇]?([{DIGIT}])百)?(?:[零〇]?([{DIGIT}]?十))?([零〇])?([{DIGIT}])?")
ARABIC = r"\d{1,40}(?:,\d{3}){0,12}(?:\.\d{1,40})?"  # longer ones are no figures, and take long to work out
SCALED = {"百": 100, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "十亿": 10**9}
SCALED |= {"百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = "one two three four five six seven eight nine"
SPELT = (
    {word: value for value, word in enumerate(ONES.split(), 1)}
    | {word: value for value, word in enumerate(TEENS.split(), 10)}
    | {word: value for value, word in zip(range(20, 100, 10), TENS.split(), strict=True)}
)
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
PARTS |= {"eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100}
COUNTED = "家个名位项人件次座所种台套亩元吨米"
ORDINAL = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
WORD, SCALE, PART = ("|".join(sorted(table, key=len, reverse=True)) for table in (SPELT, SCALES, PARTS))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at [start, end) of a text; `share` says that it is a part of a whole, 1 being all of it."""

    start: int
    end: int
    value: Fraction
    share: bool = False

    @property
    def normal(self) -> str:
        """Its one form: a decimal, with a percent sign for a share; a fraction where that has no end."""
        value = self.value * 100 if self.share else self.value
        decimal = _decimal(value)
        return f"{decimal}{'%' if self.share else ''}" if decimal else str(self.value)


Read = tuple[Fraction, bool]
Reader = Callable[[re.Match[str]], Read | None]


def figures(text: str) -> list[Figure]:
    """The figures of a folded text that do not stand in their normal form, in order, none inside another."""
    found: list[Figure] = []
    for hint, cases in CASES:
        if hint.search(text):
            for pattern, reader in cases:
                found += _read(pattern, reader, text, found)
    told = (figure for figure in found if figure.normal != text[figure.start : figure.end])
    return sorted(told, key=lambda figure: figure.start)


def whole(text: str) -> int | None:
    """A whole number in digits or Chinese characters, however small; None where it is none."""
    value = _any(text)
    return int(value) if value is not None and value.denominator == 1 else None


def _read(pattern: re.Pattern[str], reader: Reader, text: str, before: list[Figure]) -> Iterator[Figure]:
    for match in pattern.finditer(text):
        start, end = match.span()
        if all(end <= other.start or other.end <= start for other in before) and (told := reader(match)):
            yield Figure(start, end, *told)


def _decimal(value: Fraction) -> str:
    """A value in digits, or nothing where they have no end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return ""
    places = value.denominator.bit_length()  # of 2^a 5^b: never more than that
    whole, part = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")


def _arabic(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))


def _han(text: str) -> Fraction | None:
    """The value of a number in Chinese characters, or None where they make no number (十三五, 两三百)."""
    if "点" in text:
        return _point(text)
    for unit in "亿万":
        head, found, tail = text.rpartition(unit)
        if found:
            many, more = _han(head), _below(tail, SCALED[unit])
            return None if not many or more is None else many * SCALED[unit] + more
    return _small(text)


def _point(text: str) -> Fraction | None:
    """一点五, 二点四亿."""
    scale = re.search(r"[万亿]*$", text)
    unit = SCALED.get(scale[0], 1) if scale else 1
    head, _, tail = text.rstrip("万亿").partition("点")
    whole = _small(head)
    if whole is None or not tail or any(char not in DIGITS for char in tail):
        return None
    return (whole + Fraction("0." + "".join(str(DIGITS[char]) for char in tail))) * unit


def _below(tail: str, unit: int) -> Fraction | None:
    """What follows a unit: nothing, a lower number, or a digit that stands for tenths of it (一万二)."""
    if tail in DIGITS and tail not in "零〇":
        return Fraction(DIGITS[tail] * unit, 10)
    return _han(tail.lstrip("零〇")) if tail else Fraction(0)


def _small(text: str) -> Fraction | None:
    """Up to 9,999; a digit right after hundreds or thousands stands for tenths of them (三百二)."""
    match = SMALL.fullmatch(text)
    if not match or not text:
        return None
    thousands, hundreds, tens, zero, ones = match.groups()
    value = DIGITS.get(thousands or "零", 0) * 1000 + DIGITS.get(hundreds or "零", 0) * 100
    value += (DIGITS[tens[0]] if len(tens) == 2 else 1) * 10 if tens else 0
    last = DIGITS[ones] if ones else 0
    if last and not zero and not tens and value:
        last *= 10 if hundreds else 100
    return Fraction(value + last)


def _counted(match: re.Match[str]) -> Read | None:
    """三百二十, 一千多万; 二〇一九年 is a year, of which only the digits are told."""
    text = match["number"] + (match["tail"] or "")
    if match["year"] and len(text) == 4 and text[:2] in ("一九", "二〇", "二零") and not set(text) - set(DIGITS):
        return Fraction("".join(str(DIGITS[char]) for char in text)), False
    value = _han(text)
    return (value, False) if value is not None and _amounts(value) else None


def _amounts(value: Fraction) -> bool:
    return value > LEAST or value.denominator != 1


def _bare(match: re.Match[str]) -> Read:
    """过百家, 上万人, 近千亿元: the unit alone is the number."""
    return Fraction(SCALED[match[0]]), False


def _scaled(match: re.Match[str]) -> Read:
    return _arabic(match["number"]) * SCALED[match["scale"]], False


def _tenths(match: re.Match[str]) -> Read:
    """两成, 三成五, 七成半."""
    more = {"": 0, "半": 5}.get(match["more"] or "", DIGITS.get(match["more"], 0))
    first = DIGITS.get(match["number"]) or int(match["number"])
    return Fraction(first * 10 + more, 100), True


def _parted(match: re.Match[str]) -> Read | None:
    """百分之五十, 三分之一, 千分之3.5."""
    whole = {"百": Fraction(100), "千": Fraction(1000), "万": Fraction(10000)}.get(match["whole"]) or _any(
        match["whole"]
    )
    part = _any(match["part"])
    return (part / whole, True) if whole and part is not None else None


def _any(text: str) -> Fraction | None:
    if text[0].isdecimal():
        return _arabic(text)
    return _han(text)


def _half(match: re.Match[str]) -> Read:
    return Fraction(1, 2), True


def _grouped(match: re.Match[str]) -> Read:
    return _arabic(match[0]), False


def _percent(match: re.Match[str]) -> Read:
    return _arabic(match["number"]) / 100, True


def _fraction(match: re.Match[str]) -> Read | None:
    """`two thirds`, `a fifth of`, `one-third`."""
    many = 1 if match["many"] in ("a", "an") else SPELT.get(match["many"]) or int(match["many"])
    whole = PARTS[match["part"]]
    return (Fraction(many, whole), True) if many < whole else None


def _spelt(match: re.Match[str]) -> Read | None:
    """`three hundred and twenty`, `1.5 billion`, `half a million`, `twenty percent`."""
    total = now = Fraction(0)
    for word in re.findall(rf"{ARABIC}|[a-z]+", match["number"]):
        if word in SCALES and SCALES[word] == 100:
            now = max(now, Fraction(1)) * 100
        elif word in SCALES:
            total, now = total + (now or Fraction(1)) * SCALES[word], Fraction(0)
        elif word == "half":
            now = Fraction(1, 2)
        elif word not in ("a", "an", "and"):
            now += _arabic(word) if word[0].isdecimal() else SPELT[word]
    value = total + now
    if match["percent"]:
        return value / 100, True
    return (value, False) if _amounts(value) else None


CHINESE: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            rf"(?P<whole>[百千万]|\d{{1,40}}|[{HAN}]{{1,24}})分之(?P<part>{ARABIC}|[{HAN}]{{1,24}}(?:点[{HAN}]{{1,24}})?)"
        ),
        _parted,
    ),
    (re.compile(r"一半(?!导)|半数|过半(?![年个天月])"), _half),
    (
        re.compile(
            rf"(?<![第\d.每{HAN}])(?P<number>[1-9{DIGIT}])成(?P<more>[{DIGIT}半](?=[的以多左，,。;;、]|$))?"
            r"(?![不员立为果功本就熟交长品绩效都型分才群套名人家])"
        ),
        _tenths,
    ),
    (
        re.compile(
            rf"(?<![\d.])(?P<number>{ARABIC})\s?[多余]?\s?"
            r"(?P<scale>万亿|[十百千]?亿|[十百千]?万|千(?![米克瓦伏赫卡焦帕兆字]))"
        ),
        _scaled,
    ),
    (
        re.compile(
            rf"(?<![数几{HAN}])(?P<number>[{DIGIT}十][{HAN}]{{0,24}}(?:点[{DIGIT}零〇]{{1,24}}[万亿]{{0,2}})?)"
            r"(?:[多余](?P<tail>[万亿]{0,2}))?(?P<year>年)?(?!几)"
        ),
        _counted,
    ),
    (re.compile(rf"(?<=[过逾超破近满达上])(?:[百千]?[万亿]|[百千])(?=[余多]?[{COUNTED}])"), _bare),
)
DIGITAL: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(rf"(?<![\d.,a-z-])(?P<number>{ARABIC})(?:\s%|\s?percent\b|\s?per cent\b)"), _percent),
    (re.compile(r"(?<![\d.,a-z-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.,]*\d|\s?%|[a-z])"), _grouped),
)
ENGLISH: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (
        re.compile(
            rf"\b(?:(?P<many>an?|one|two|three|four|five|six|seven|eight|nine|\d)[\s-]+(?P<part>{PART})"
            r"(?:(?=\s+of\b)|(?<=half)\b|s\b|(?<=f[io][fu]th)\b|(?<=tenth)\b))"
        ),
        _fraction,
    ),
    (re.compile(r"(?<!first )(?<!second )(?<!and a )\bhalf(?=\s+(?:of|the|its|their|all)\b|\s*[.,;?!]|\s*$)"), _half),
    (
        re.compile(
            rf"(?<![a-z\d.,])(?P<number>(?:(?:half )?an?(?=[\s-]+(?:{SCALE})\b)|{ARABIC}(?=[\s-]*(?:{SCALE})\b)"
            rf"|(?:{WORD})\b)"
            rf"(?:[\s-]*(?:and\s+)?\b(?:{WORD}|{SCALE})\b|(?<=\d)bn\b){{0,40}})(?![\s-](?:{ORDINAL})\b)"
            r"(?P<percent>[\s-]?(?:%|percent\b|per\scent\b))?"
        ),
        _spelt,
    ),
)
CASES = (
    (re.compile(rf"[{HAN}半]"), CHINESE),
    (re.compile(r"\d\s?[%p]|\d,\d"), DIGITAL),
    (re.compile(rf"\b(?:{WORD}|{SCALE}|{PART})|\dbn\b"), ENGLISH),
)
