"""What traits are called on the desk, and how strong a ratio is in words."""

from porchlight.core.text import Say, say

TRAIT_WORDS: dict[str, Say] = {
    "sex": say("Sex"),
    "age": say("Age"),
    "dates": say("Dates"),
    "height": say("Height"),
    "hair": say("Hair"),
    "eyes": say("Eyes"),
    "ancestry": say("Ancestry"),
    "place": say("Place"),
    "blood": say("Blood type"),
    "marks": say("Marks"),
    "clothing": say("Clothing"),
    "teeth": say("Teeth"),
    "prints": say("Fingerprints"),
    "dna": say("DNA"),
}
# Upper ends, log10. Other scales differ: the figure counts.
SCALE: tuple[tuple[float, Say], ...] = (
    (0.0, say("speaks against")),
    (1.0, say("speaks weakly for")),
    (2.0, say("speaks for")),
    (4.0, say("speaks strongly for")),
    (float("inf"), say("speaks very strongly for")),
)


def verbal(ratio_log10: float) -> Say:
    """
    Return how strong a likelihood ratio is.

    >>> str(verbal(-0.2)), str(verbal(2.5))
    ('speaks against', 'speaks strongly for')

    Source: vignette of mispitools 1.4.0.
    """
    return next(words for limit, words in SCALE if ratio_log10 < limit)
