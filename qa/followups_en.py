"""Follow-ups in English: And in 2018? What about Ningbo? What else did he say? Why?"""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.things import Type, place_kind

Render = Callable[[str], str | None]
NAMED = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then)[, ]+)?(?:(?:what|how) about|and what of|what of|and about|and|same for)\s+"
    r"(?:in|for|at|of|on|from)?\s*(?P<named>[^,?!.]{1,40}?)[?!.\s]*$"
    r"|^(?:in|for) (?P<alone>(?:19|20)\d\d|[A-Z]\w+)\s*\?$",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last|next)\b", re.IGNORECASE)
ABOUT = re.compile(r"\b(?:say|said|says|think|thinks|know|write|wrote) about (?P<what>.+)$", re.IGNORECASE)
EXPLETIVE = re.compile(
    r"\bit (?:mean|true|possible|worth|likely|necessary|clear|take|safe|legal|determined|decided|known)\b"
    r"|^(?:is|was|would|will) it (?:be )?\w+ (?:to|that|for|if)\b",
    re.IGNORECASE,
)
ASKING = "what|how|who|whose|which|when|where|why|is|are|was|were|do|does|did|can|could"
ASKS = re.compile(rf"\b(?:{ASKING})\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NAME = re.compile(r"[A-Z][\w&'-]*[a-z][\w&'-]*(?: (?:of |and |the )?[A-Z][\w&'-]*)*")
BODY = re.compile(
    r"\b(?:Company|Corporation|Corp|Inc|Group|University|Institute|College|Laboratory|Lab|Bank|Hospital|Association|Academy"
    r"|Bureau|Society|Works)\b"
)
AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|should"
LEAD = re.compile(
    r"^(?:and |so |but )?(?:what|which|who|whose|when|where|why|how)"
    r"(?: (?:many|much|large|big|long|far|high|tall|old|often))?\s+"
    rf"(?P<noun>(?:(?!(?:{AUXILIARY})\b)\w+ ){{0,3}})?(?:(?:{AUXILIARY})\b)?\s*",
    re.IGNORECASE,
)
COUNTING = re.compile(rf"^(?:and )?how many(?= (?:{AUXILIARY})\b)", re.IGNORECASE)
COUNTED = re.compile(
    rf"^how many (?P<what>(?:(?!(?:{AUXILIARY})\b)[\w-]+ ?){{1,5}})(?= (?:{AUXILIARY})\b)", re.IGNORECASE
)
OF = re.compile(r"^(?:the )?(?:\w+ ){1,3}of (?=the |a |\w)", re.IGNORECASE)
VERB = re.compile(
    r"\b(?:\w+ed|built|made|founded|found|set|held|put|used|cost|have|do|be|there|begin|start|open|move|mean|work|happen|come"
    r"|take|use|stand|get|go|run)\b"
)
ACTED = re.compile(r"^who (?:\w+ed|built|made|wrote|founded|runs?|owns?|leads?) (?P<object>.+)$", re.IGNORECASE)
AFTER = re.compile(
    r"^(?:but |and |so )?(?:why(?: not| so)?|how(?: so| come)?|when|where|who|since when|by whom|says who"
    r"|who (?:said|says|wrote|claims) (?:that|so|this|it)|(?:when|where|how) did (?:that|this|it) happen"
    r"|really|are you sure|tell me more|go on|more details?)[?!.\s]*$",
    re.IGNORECASE,
)
MORE = re.compile(
    r"^(?:and |are there |is there )?(?:any others?|what else|which others?|any more|others|more|anything else)"
    r"[?!.\s]*$",
    re.IGNORECASE,
)
BODIES = "company|firm|university|institute|organi[sz]ation|body|bank|hospital"
DOCUMENTS = "article|paper|report|policy|plan|document"
MATTERS = "project|system|network|plan|building|technology|concept"
PRONOUNS: tuple[tuple[Type, re.Pattern[str]], ...] = tuple(
    (type_, re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE))
    for type_, pattern in (
        (Type.PERSON, r"he|she|him|his|her|the (?:author|expert|professor|speaker)"),
        (Type.BODY, rf"(?:that|this) (?:{BODIES})|the (?:company|firm)"),
        (Type.TITLE, rf"(?:that|this|the) (?:{DOCUMENTS})"),
        (Type.PLACE, r"(?<!are )(?<!is )(?<!was )(?<!were )there(?=\s*\?*$)"),
        (Type.THING, rf"it|its|they|them|their|(?:that|this) (?:{MATTERS})"),
    )
)
WHERE = re.compile(r"\b(?:in|at|near|from) ((?!AI\b)[A-Z]\w+(?: [A-Z]\w+)*)")
PERSON = re.compile(r"(?!The |A |In |On |At )[A-Z][a-z'-]+ [A-Z][a-z'-]+")
OWNING = {"his", "her", "its", "their"}
FEW = 12  # words of a question whose pronoun looks back
FUNCTION = re.compile(
    rf"^(?:{ASKING}|would|will|should|has|have|had|and|but|so|then|the|many|much|large|big|long|far|high|tall|old|often"
    r"|else|in|of|at|on|by|for|to|about|also)$"
)
CLOSING = 3  # words of matter before a pronoun that closes the question
SPOKEN_OF = re.compile(r"\b(?:the|an?) (?!author|expert|professor)\w+", re.IGNORECASE)
CONTENT = re.compile(r"[A-Z][A-Za-z]+|[\u3400-\u9fff]|\d|《")


def named(text: str) -> str | None:
    """What a follow-up names that is to take the place of something: Ningbo of What about Ningbo?"""
    match = NAMED.match(text)
    name = (match["named"] or match["alone"]) if match else None
    return name if name and len(name.split()) <= 5 and not ASKS.search(name) and not _referring(name) else None


def _referring(name: str) -> bool:
    return any(pattern.search(name) for _, pattern in PRONOUNS)


def type_of(name: str, render: Render) -> Type:
    """What a name is: a year, a body, a place of the lexicon, else a name; in small letters an attribute."""
    if YEAR.fullmatch(name):
        return Type.YEAR
    if BODY.search(name):
        return Type.BODY
    if name[:1].isupper():
        return Type.PLACE if place_kind(render(name) or "") else Type.THING
    return Type.ATTRIBUTE


def names(text: str, type_: Type) -> list[str]:
    """The names of persons, bodies or places in an English text, in order."""
    found = [match[0] for match in NAME.finditer(text) if match.start() or not ASKS.match(match[0])]
    if type_ is Type.PLACE:
        return [match[1] for match in WHERE.finditer(text)]
    if type_ is Type.BODY:
        return [name.removeprefix("The ") for name in found if BODY.search(name)]
    return [name for name in found if PERSON.fullmatch(name) and not BODY.search(name)]


def substituted(name: str, type_: Type, before: str, render: Render) -> str:
    """The English question before with a name in the place of its like, at its end where it has none."""
    name = name.rstrip("年") if type_ is Type.YEAR else name
    if type_ is Type.YEAR:
        return YEAR.sub(name, before) if YEAR.search(before) else _added(before, f"in {name}")
    if (ordinal := ORDINAL.search(name)) and ORDINAL.search(before):
        return ORDINAL.sub(ordinal[0], before)
    if type_ is Type.ATTRIBUTE and (about := ABOUT.search(before)):
        return f"{before[: about.start('what')]}{name}?"
    if type_ is Type.ATTRIBUTE and " " in name and (headed := _headed(name, before)):
        return f"{before[: headed.start()]}{name}{before[headed.end() :]}"
    if type_ is Type.ATTRIBUTE:
        bare = re.sub(r"^(?:the|its|their) ", "", name)
        return f"What is the {bare} of {topic(before) or before.rstrip('?. ')}?"
    slots = [match for match in NAME.finditer(before) if match.start() or not ASKS.match(match[0])]
    like = [match for match in slots if type_of(match[0], render) is type_] or slots
    if not like:
        return _added(before, f"{'in' if type_ is Type.PLACE else 'for'} {name}")
    return f"{before[: like[-1].start()]}{name}{before[like[-1].end() :]}"


def _headed(name: str, before: str) -> re.Match[str] | None:
    """What in a question begins with the same word: greenhouse one, of greenhouse two."""
    head = name.split()[0]
    return None if FUNCTION.match(head.casefold()) else re.search(rf"\b{re.escape(head)}(?: \w+)?\b", before)


def _added(before: str, words: str) -> str:
    return f"{before.rstrip('?. ')} {words}?"


def counted(text: str, before: str) -> str | None:
    """How many does Ningbo have: of what the question before counts."""
    asked, told = COUNTING.match(text), COUNTED.match(before)
    return f"{asked[0]} {told['what']}{text[asked.end() :]}" if asked and told else None


def topic(before: str) -> str | None:
    """What an English question is about."""
    text = before.rstrip("?. ")
    if acted := ACTED.match(text):
        return acted["object"]
    lead = LEAD.match(text)
    if lead is None:
        return None
    rest = text[lead.end() :]
    of = OF.match(rest)
    rest = rest[of.end() :] if of else rest
    verb = VERB.search(rest)
    about = rest[: verb.start()] if verb else rest
    return about.strip() or (lead["noun"] or "").strip() or None


def is_after(text: str) -> bool:
    """Whether a follow-up asks something of the whole question before: Why? Any others?"""
    return bool(AFTER.match(text) or MORE.match(text))


def after(text: str, before: str) -> str:
    """The question before with that asked of it."""
    if MORE.match(text) and (asked := re.match(r"(?:which|what)\b", before, re.IGNORECASE)):
        return f"{asked[0]} other{before[asked.end() :]}"
    asked_so = re.sub(r"\b(said|says|wrote|claims) (?:that|this|it)\b", r"\1 so", text)
    return f"{before.rstrip('?.？。 ')}? {asked_so}"


def pronouns(text: str) -> list[tuple[Type, re.Match[str]]]:
    """The pronouns of a short question before which nothing stands that they could mean, in order."""
    if len(text.split()) > FEW or EXPLETIVE.search(text):
        return []
    found = [(type_, match) for type_, pattern in PRONOUNS if (match := pattern.search(text))]
    return sorted((f for f in found if _looks_back(f[1])), key=lambda f: f[1].start())


def _looks_back(match: re.Match[str]) -> bool:
    """Whether nothing before a pronoun can be what it means: no name, and few words but those that ask.

    Before a possessive there are none; more than one only where the pronoun closes the question (Who designed it?).
    """
    before, after = match.string[: match.start()], match.string[match.end() :]
    if "," in before or CONTENT.search(before[1:]) or SPOKEN_OF.search(before):
        return False
    words = [word for word in before.casefold().split() if not FUNCTION.match(word)]
    return len(words) <= (0 if match[0].casefold() in OWNING else 1 if after.strip("?!. ") else CLOSING)


def put(text: str, match: re.Match[str], name: str) -> str:
    """The question with the pronoun written out."""
    owning = match[0].casefold() in OWNING and re.match(r"\s+\w", text[match.end() :])
    return f"{text[: match.start()]}{name}{chr(39) + 's' if owning else ''}{text[match.end() :]}"
