"""On what an exclusion or an identification may rest."""

from porchlight.core.text import Say, say

# Soft traits are not among them: they rank, and never rule anybody out.
BASIS_WORDS: dict[str, Say] = {
    "dna": say("DNA"),
    "dental": say("Teeth"),
    "prints": say("Fingerprints"),
    "other": say("Another recorded basis"),
}
