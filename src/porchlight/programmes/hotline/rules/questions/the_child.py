"""Questions about each missing child. Names are those of the case's own plain form."""

from porchlight.core.text import say
from porchlight.programmes.cases.rules.vocabulary import Relation, choices
from porchlight.programmes.hotline.rules.blocks import About, Block, Field, Kind, Per

ABOUT_A_CHILD = frozenset({About.MISSING})

WHO = Block(
    "child",
    say("Child"),
    Per.CHILD,
    (
        Field("given_names", say("Given names"), ncic="NAM", ask=9, statutory=True),
        Field("family_names", say("Family names"), ncic="NAM", ask=9, statutory=True),
        Field("aliases", say("Nicknames and other names"), Kind.LINES, ncic="AKA", ask=5),
        Field("born", say("Birth date"), Kind.DAY, ncic="DOB", ask=9, statutory=True),
        Field(
            "age_years",
            say("Age said"),
            Kind.AGE,
            ask=8,
            hint=say("When the birth date is unknown"),
        ),
        Field("sex", say("Sex"), Kind.CHOICE, ncic="SEX", table="SEX", ask=8, statutory=True),
    ),
    ABOUT_A_CHILD,
)
LOOKS = Block(
    "looks",
    say("Looks"),
    Per.CHILD,
    (
        Field("height_cm", say("Height"), Kind.HEIGHT, ncic="HGT", ask=7, statutory=True),
        Field("weight_kg", say("Weight"), Kind.WEIGHT, ncic="WGT", ask=7, statutory=True),
        Field("hair", say("Hair"), Kind.CHOICE, ncic="HAI", table="HAI", ask=7, statutory=True),
        Field("eyes", say("Eyes"), Kind.CHOICE, ncic="EYE", table="EYE", ask=7, statutory=True),
        Field(
            "races",
            say("Race"),
            Kind.MANY,
            ncic="RAC",
            table="RAC",
            ask=7,
            statutory=True,
            wide=True,
        ),
        Field("ethnicity", say("Ethnicity"), Kind.CHOICE, ncic="ETN", table="ETN"),
        Field("hair_words", say("Hair in words")),
        Field("skin", say("Skin tone"), Kind.CHOICE, ncic="SKN", table="SKN"),
        Field("build", say("Build")),
        Field("measured_on", say("Measured on"), Kind.DAY),
        Field(
            "marks",
            say("Scars, marks and tattoos"),
            Kind.MARKS,
            ncic="SMT",
            ask=6,
            hint=say("One a line"),
            wide=True,
        ),
        Field("glasses", say("Glasses"), Kind.YES_NO, ask=2),
        Field("braces", say("Braces"), Kind.YES_NO, ask=2),
        Field("piercings", say("Piercings"), ask=2),
    ),
    ABOUT_A_CHILD,
)
SCENE = Block(
    "scene",
    say("Wearing and carrying"),
    Per.CHILD,
    (
        Field("clothing", say("Clothing"), Kind.TEXT, ask=6, hint=say("With sizes and brands")),
        Field("items", say("Carries"), Kind.TEXT, ask=5),
        Field("phones", say("Child's telephone"), Kind.PHONES, ncic="TNO", ask=6),
        Field("devices", say("Other devices"), Kind.TEXT),
        Field(
            "socials",
            say("Accounts on social networks"),
            Kind.SOCIALS,
            ask=5,
            hint=say("One a line, service: name"),
        ),
    ),
    ABOUT_A_CHILD,
)
RISK = Block(
    "risk",
    say("Health and risk"),
    Per.CHILD,
    (
        Field(
            "medical_needs", say("Medical and mental-health needs"), Kind.TEXT, ncic="CMC", ask=8
        ),
        Field("medication", say("Medication"), Kind.TEXT, ask=7),
        Field("self_harm_indicated", say("Signs of self-harm"), Kind.YES_NO, ask=7),
        Field("trafficking_indicated", say("Signs of trafficking"), Kind.YES_NO, ask=6),
        Field("gang_indicated", say("Signs of a gang"), Kind.YES_NO, ask=4),
        Field("disability", say("Disability, or wanders off"), Kind.YES_NO, ask=7),
        Field("drugs", say("Alcohol or drugs"), Kind.YES_NO),
        Field("pregnant", say("Pregnant or with a baby"), Kind.YES_NO),
        Field("out_of_character", say("Unlike the child"), Kind.YES_NO, ask=6),
        Field("threatened", say("Threats or violence before"), Kind.YES_NO, ask=5),
        Field("runaway_before", say("Ran away before"), Kind.YES_NO, ask=5),
        Field(
            "episodes",
            say("Earlier times missing"),
            Kind.EPISODES,
            ask=3,
            wide=True,
            hint=say("One a line: missing since; found on; place; how it ended"),
        ),
    ),
    ABOUT_A_CHILD,
)
LIVING = (
    ("parents", say("With parents")),
    ("relatives", say("With relatives")),
    ("foster", say("Foster or alternative care")),
    ("group", say("Group home")),
    ("reception", say("Reception center")),
    ("independent", say("On their own")),
    ("homeless", say("Homeless")),
    ("detention", say("Detention")),
)
STANDING = (
    ("citizen", say("Citizen")),
    ("migrant", say("Migrant child on the move")),
    ("asylum", say("Asylum seeker")),
    ("refugee", say("Refugee")),
    ("other", say("Other")),
)
LIFE = Block(
    "life",
    say("Life and origin"),
    Per.CHILD,
    (
        Field("school", say("School or job"), ask=4),
        Field("lives_with", say("Lives with"), ask=4),
        Field("living", say("Living situation"), Kind.CHOICE, LIVING),
        Field("tribe", say("Tribe"), ask=3),
        Field("tribal_member", say("Enrolled member of a tribe"), Kind.YES_NO),
        Field("languages", say("Languages"), Kind.LINES, ask=2),
        Field("birth_place", say("Birth place"), ncic="POB"),
        Field("nationalities", say("Nationalities"), Kind.LINES, ncic="CTZ"),
        Field("standing", say("Citizenship"), Kind.CHOICE, STANDING),
        Field("country", say("Country of residence")),
        Field("emancipated", say("Emancipated"), Kind.YES_NO, ncic="DOE"),
        Field("related", say("Relation to the other children")),
    ),
    ABOUT_A_CHILD,
    folded=True,
)
CONSENT = Block(
    "consent",
    say("Consent"),
    Per.CHILD,
    (
        Field("publicity", say("Allows publicity"), Kind.YES_NO, ask=5),
        Field("pictures", say("Allows use of photographs"), Kind.YES_NO, ask=5),
        Field(
            "by_name",
            say("Who says so"),
            hint=say("Without a name it is no consent"),
        ),
        Field("relation", say("Relation to the child"), Kind.CHOICE, choices(Relation)),
    ),
    ABOUT_A_CHILD,
)
CHILD_BLOCKS = (WHO, LOOKS, SCENE, RISK, LIFE, CONSENT)
