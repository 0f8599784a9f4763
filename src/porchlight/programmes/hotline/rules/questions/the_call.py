"""Questions about the call, the caller, what happened, police, and other things asked for."""

from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.vocabulary import Relation, choices
from porchlight.programmes.hotline.rules.blocks import ABOUT, About, Block, Field, Kind, Per

MISSING = frozenset({About.MISSING})
SIGHTING = frozenset({About.SIGHTING})

LANGUAGES = (
    ("en", say("English")),
    ("es", say("Spanish")),
    ("xx", say("Other")),
)
PLACES_LEFT = (
    ("parents", say("Home of a parent")),
    ("family", say("Home of a relative")),
    ("peer", say("Home of a friend")),
    ("school", say("School")),
    ("care", say("Foster home or institution")),
    ("online", say("Met online")),
    ("public", say("Public place")),
    ("other", say("Elsewhere")),
)
BY_WHOM = tuple(pair for pair in choices(Relation) if pair[0] != Relation.SELF)
# The call first, then who calls: enough to ring back if the line drops.
CALL = Block(
    "call",
    say("Call"),
    Per.CALL,
    (
        Field("about", say("About"), Kind.CHOICE, ABOUT, ask=9, wide=True),
        Field("language", say("Language"), Kind.CHOICE, LANGUAGES, ask=3),
        Field("language_words", say("Which language")),
        Field("interpreter", say("Language line used"), Kind.YES_NO, ask=1),
        Field("interpreter_id", say("Interpreter's number")),
    ),
)
CALLER = Block(
    "caller",
    say("Caller"),
    Per.CALL,
    (
        Field("phones", say("Call-back number"), Kind.PHONES, ask=9),
        Field("name", say("Name"), ask=8),
        Field("relation", say("Relation to the child"), Kind.CHOICE, choices(Relation), ask=8),
        Field("email", say("E-mail"), Kind.EMAIL),
        Field("address", say("Address"), Kind.LINE, ask=2),
        Field("safe_contact", say("When and how to call, and how not"), Kind.TEXT, ask=4),
        Field("has_custody", say("Has custody"), Kind.YES_NO, ask=4),
        Field("custody", say("Court orders about custody"), Kind.TEXT, ask=3),
        Field("age", say("Caller's age"), Kind.AGE),
        Field(
            "sex",
            say("Caller's sex"),
            Kind.CHOICE,
            (("F", say("Female")), ("M", say("Male")), ("X", say("Other"))),
        ),
        Field("nationalities", say("Nationalities"), Kind.LINES),
        Field("country", say("Country of residence")),
    ),
)
EVENT = Block(
    "event",
    say("What happened"),
    Per.CALL,
    (
        Field("circumstances", say("In the caller's words"), Kind.TEXT, ask=9, wide=True),
        Field(
            "latest", say("Last seen or heard of"), Kind.MOMENT, ncic="DLC", ask=9, statutory=True
        ),
        Field("earliest", say("Not before"), Kind.MOMENT),
        Field("place", say("Place of last contact"), Kind.PLACE, ask=9, statutory=True),
        Field("street", say("Street or spot")),
        Field("seen_by", say("Last seen by"), ask=6),
        Field("missing_on", say("Missing since (day)"), Kind.DAY),
        Field("left_by_choice", say("Left by their own choice"), Kind.YES_NO, ask=7),
        Field("taken", say("Taken by somebody"), Kind.YES_NO, ask=8),
        Field("taken_by", say("Taken by whom"), Kind.CHOICE, BY_WHOM, ask=6),
        Field("escaped", say("The child got away"), Kind.YES_NO),
        Field("from_care", say("Missing from care"), Kind.YES_NO, ask=6, statutory=True),
        Field("care_agency", say("Child-welfare agency")),
        Field("left_from", say("Went missing from"), Kind.CHOICE, PLACES_LEFT, ask=2),
        Field("direction", say("May be heading for"), ask=4),
        Field("reason", say("Possible reason"), Kind.TEXT),
        Field("witnesses", say("Witnesses")),
        Field("disaster", say("After a disaster"), Kind.YES_NO),
        Field("across_border", say("May be taken abroad"), Kind.YES_NO, ask=5),
    ),
    frozenset({About.MISSING, About.SIGHTING, About.EXPLOITATION, About.SUPPORT}),
)
POLICE = Block(
    "police",
    say("Police and authorities"),
    Per.CALL,
    (
        Field("told", say("Reported to police"), Kind.YES_NO, ask=8),
        Field("agency", say("Which agency"), ask=7),
        Field("report_number", say("Report number"), ncic="OCA", ask=6),
        Field("reported_at", say("Report taken at"), Kind.MOMENT, ask=7, statutory=True),
        Field("officer", say("Officer")),
        Field("ncic_entered", say("Entered into NCIC"), Kind.YES_NO, ask=5),
        Field("amber", say("AMBER Alert issued"), Kind.YES_NO, ask=3),
        Field("interpol", say("Dossier sent to Interpol"), Kind.YES_NO),
        Field("sis", say("SIS alert"), Kind.YES_NO),
        Field("abroad_told", say("Police abroad told"), Kind.YES_NO),
        Field("welfare_told", say("Child welfare told"), Kind.YES_NO),
    ),
    MISSING,
)
CHECKLIST = Block(
    "home",
    say("What the family can do now"),
    Per.CALL,
    (
        Field("searched", say("House, yard and cars searched"), Kind.YES_NO, ask=5),
        Field("room_kept", say("Room and devices left untouched"), Kind.YES_NO),
        Field("friends", say("Friends already asked"), Kind.TEXT),
        Field("spokesperson", say("Who speaks for the family")),
        Field("photo", say("Recent photograph at hand"), Kind.YES_NO, ask=4),
    ),
    MISSING,
    folded=True,
)
SIGHTED = Block(
    "sighting",
    say("Sighting or tip"),
    Per.CALL,
    (
        Field("words", say("What was seen"), Kind.TEXT, ask=9, wide=True),
        Field("case", say("Case or child it is about"), ask=8),
        Field("at", say("When"), Kind.MOMENT, ask=8),
        Field("place", say("Where"), Kind.PLACE, ask=8),
        Field("spot", say("Street or spot")),
        Field("still_there", say("Still there now"), Kind.YES_NO, ask=8),
        Field(
            "sure",
            say("How sure"),
            Kind.CHOICE,
            (("sure", say("Sure")), ("likely", say("Likely")), ("perhaps", say("Perhaps"))),
        ),
        Field("knows", say("Knows the child"), Kind.YES_NO),
        Field("picture", say("Has a picture"), Kind.YES_NO),
        Field("anonymous", say("Wants to stay anonymous"), Kind.YES_NO),
    ),
    SIGHTING,
)
ONLINE: tuple[tuple[str, Say], ...] = (
    ("enticement", say("Somebody asks a child for pictures or to meet")),
    ("extortion", say("Blackmail with pictures")),
    ("trafficking", say("Sex trafficking")),
    ("material", say("Abuse material found")),
    ("other", say("Other")),
)
EXPLOITED = Block(
    "online",
    say("Exploitation online"),
    Per.CALL,
    (
        Field("kind", say("What it is"), Kind.CHOICE, ONLINE, ask=9),
        Field("words", say("What happened"), Kind.TEXT, ask=9, wide=True),
        Field("now", say("A child is in danger now"), Kind.YES_NO, ask=9),
        Field("service", say("Service or app"), ask=7),
        Field("accounts", say("Accounts and addresses"), Kind.SOCIALS, ask=7),
        Field("since", say("Since when"), Kind.DAY),
        Field("victim", say("Child's name or account")),
        Field("victim_age", say("Child's age"), Kind.AGE, ask=6),
        Field("evidence", say("Evidence kept, nothing sent on"), Kind.YES_NO),
        Field("spread", say("Pictures already spread"), Kind.YES_NO),
    ),
    frozenset({About.EXPLOITATION}),
)
NEEDS = (
    ("listening", say("Somebody to talk to")),
    ("peer", say("Another family who lived it")),
    ("therapy", say("A therapist")),
    ("travel", say("Travel to the child")),
    ("legal", say("Legal information")),
    ("other", say("Other")),
)
HELPED = Block(
    "support",
    say("Support for the family"),
    Per.CALL,
    (
        Field("needs", say("What is needed"), Kind.MANY, NEEDS, ask=8, wide=True),
        Field("words", say("In their words"), Kind.TEXT, ask=6, wide=True),
        Field("case", say("Case, if there is one"), ask=5),
        Field("agrees", say("Agrees to be called by an advocate"), Kind.YES_NO, ask=8),
        Field("best_time", say("Best time to call")),
        Field("crisis", say("In crisis now"), Kind.YES_NO, ask=7),
    ),
    frozenset({About.SUPPORT}),
)
TOPICS = (
    ("laws", say("Law and procedure")),
    ("safety", say("Safety of children")),
    ("media", say("Press")),
    ("training", say("Training or material")),
    ("other", say("Other")),
)
ASKED = Block(
    "info",
    say("Information"),
    Per.CALL,
    (
        Field("topic", say("Topic"), Kind.CHOICE, TOPICS, ask=7),
        Field("question", say("What was asked"), Kind.TEXT, ask=7, wide=True),
        Field("told", say("What was told"), Kind.TEXT, wide=True),
        Field("referred_to", say("Referred to"), hint=say("Another hotline or service")),
    ),
    frozenset({About.INFORMATION}),
)
CALL_BLOCKS = (CALL, CALLER, EVENT, SIGHTED, EXPLOITED, HELPED, ASKED)
LATER_BLOCKS = (POLICE, CHECKLIST)
