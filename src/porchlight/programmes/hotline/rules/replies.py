"""
Answers to somebody whose name nobody knows: calm words that are ready, and a guard over free ones.

Whoever writes in may be the one the child hides from, so an answer never tells where a child is,
whether one was found, or who else is on the case (security.md, section 3.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.places import fold
from porchlight.core.text import Say, say

MOST_WORDS = 2000


@dataclass(frozen=True)
class Ready:
    """A ready answer: its name, its title for the desk, its words by language."""

    name: str
    title: Say
    words: dict[str, str]


READY: dict[str, Ready] = {
    one.name: one
    for one in (
        Ready(
            "thanks",
            say("Thank you, passed on"),
            {
                "en": "Thank you. We read your report and gave it to the people who look for the "
                "child. You need do nothing more. If you see the child again, call 911 first, "
                "then tell us.",
                "es": "Gracias. Leímos su reporte y se lo entregamos a quienes buscan al menor. "
                "No tiene que hacer nada más. Si vuelve a ver al menor, llame primero al 911 y "
                "después avísenos.",
            },
        ),
        Ready(
            "more_about_place",
            say("Ask where exactly"),
            {
                "en": "Thank you. Can you tell us where exactly it was: a street, a shop, a bus "
                "stop, the direction they went? Please do not go back there to look.",
                "es": "Gracias. ¿Puede decirnos dónde fue exactamente: una calle, una tienda, una "
                "parada, hacia dónde se fueron? Por favor, no regrese al lugar para mirar.",
            },
        ),
        Ready(
            "more_about_time",
            say("Ask when exactly"),
            {
                "en": "Thank you. Do you remember the day and the hour more exactly? Something "
                "else that happened at that time may help you remember.",
                "es": "Gracias. ¿Recuerda con más exactitud el día y la hora? Algo más que haya "
                "pasado en ese momento puede ayudarle a recordar.",
            },
        ),
        Ready(
            "more_about_people",
            say("Ask who was there"),
            {
                "en": "Thank you. Was anybody with the child? What did they look like, and did "
                "you see a vehicle or its license plate?",
                "es": "Gracias. ¿Había alguien con el menor? ¿Cómo era esa persona? ¿Vio algún "
                "vehículo o su placa?",
            },
        ),
        Ready(
            "call_us",
            say("Ask to call the hotline"),
            {
                "en": "Thank you. Please call our hotline when you can. You need not give your "
                "name; say the number of your receipt if you like.",
                "es": "Gracias. Por favor, llame a nuestra línea cuando pueda. No hace falta que "
                "dé su nombre; si quiere, diga el código de su comprobante.",
            },
        ),
        Ready(
            "danger",
            say("Danger: call 911"),
            {
                "en": "If somebody is in danger now, call 911 now. This page is not read at every "
                "moment. Do not approach and do not follow anybody.",
                "es": "Si alguien está en peligro ahora, llame al 911 ahora. Esta página no se lee "
                "a cada momento. No se acerque ni siga a nadie.",
            },
        ),
    )
}

_TELLS_OUTCOME = (
    "was found", "been found", "is safe", "were found", "recovered", "is home", "back home",
    "found safe", "fue encontrad", "encontramos", "esta a salvo", "ya aparecio", "localizad",
    "regreso a casa", "esta en casa",
)  # fmt: skip


def ready(name: str, language: str) -> str:
    """
    Return a ready answer in the tipster's language, or in English.

    >>> ready("danger", "es").split(",")[0]
    'Si alguien está en peligro ahora'

    :raises RuleBroken: when there is none of this name
    """
    if name not in READY:
        raise RuleBroken(say("Choose one of the ready answers."), field="ready")
    words = READY[name].words
    return words.get(language, words["en"])


def check_reply(text: str, private: Iterable[str]) -> str:
    """
    Return the answer when it may go to somebody unknown; ``private`` are the words of the case
    that nobody outside reads: names of the family, telephones, streets, officers.

    :raises RuleBroken: naming what must not be said
    """
    said = text.strip()
    if not said:
        raise RuleBroken(say("Write the answer first."), field="words")
    if len(said) > MOST_WORDS:
        raise RuleBroken(say("The answer is too long: {n} letters.", n=len(said)), field="words")
    if told := sorted(_leaks(said, private)):
        raise RuleBroken(
            say(
                "An answer to somebody unknown must not say: {words}. They may be the one the "
                "child hides from.",
                words=", ".join(told),
            ),
            field="words",
        )
    return said


def _leaks(text: str, private: Iterable[str]) -> set[str]:
    plain = f" {fold(text)} "
    figures = "".join(each for each in text if each.isdigit())
    found = {phrase for phrase in _TELLS_OUTCOME if phrase in plain}
    for word in private:
        numbers = "".join(each for each in word if each.isdigit())[-10:]
        number_told = len(numbers) >= 7 and numbers in figures
        if number_told or (len(fold(word)) > 2 and f" {fold(word)} " in plain):
            found.add(word)
    return found
