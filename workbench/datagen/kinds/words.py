"""Kinds of text: text, phrase, email, template."""

from __future__ import annotations

from workbench.datagen import documents, options, texts, vocabulary
from workbench.datagen.columns import Column
from workbench.datagen.kinds.site import Kind, Site
from workbench.datagen.shapes import Zipf


def _text(site: Site) -> Column:
    low, high = site.options["min_words"], site.options["max_words"]
    if low > high:
        raise site.place.error("min_words is above max_words.", "min_words <= max_words")
    words = tuple(site.options["words"])
    frequency = Zipf(0, len(words), site.options["exponent"])
    style = site.options["style"]
    follow = texts.followers(len(words)) if style == "markov" else None
    return texts.Text(site.stream(), words, frequency, low, high, style != "title", follow)


def _phrase(site: Site) -> Column:
    of, language = site.options["of"], site.options["language"]
    parts = vocabulary.phrase(of, language)
    if parts is None:
        raise site.place.error(f"{of} is not there in {language!r}.", f"language = {options.listed(vocabulary.languages(of))}")
    return texts.Phrase(site.stream(), parts)


def _email(site: Site) -> Column:
    phrase: texts.Phrase = site.sibling("from", texts.Phrase)
    folded = tuple(tuple(vocabulary.folded(word) for word in part) for part in phrase.parts)
    return documents.Email(phrase, folded, tuple(site.options["domains"]), site.stream())


def _template(site: Site) -> Column:
    found = documents.slots(site.options["pattern"])
    if found is None:
        raise site.place.error(
            "The pattern has no {row} and no {column}.", 'text such as "user{row}@x.org", "A-{row:06}" or "{street} {number}"'
        )
    parts, after = found
    return documents.Template(parts, after, {name: site.source(name) for _, name, _ in parts if name != "row"})


KINDS = {
    "text": Kind(
        _text,
        {
            "min_words": options.integer(1, 10_000),
            "max_words": options.integer(1, 10_000),
            "style": options.one_of(("prose", "title", "markov"), "prose"),
            "words": options.words(vocabulary.WORDS),
            "exponent": options.positive(1.0),
        },
    ),
    "phrase": Kind(
        _phrase,
        {"of": options.one_of(vocabulary.PHRASES), "language": options.one_of(("any", *vocabulary.LANGUAGES), "any")},
    ),
    "email": Kind(
        _email,
        {
            "from": options.text("a phrase of this table"),
            "domains": options.words(["example.com", "example.org", "example.net"]),
        },
    ),
    "template": Kind(_template, {"pattern": options.text("text with {row} or {column}")}),
}
