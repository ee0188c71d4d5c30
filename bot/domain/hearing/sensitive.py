"""Rule 11: apparent self-harm, abuse, or a patient's identifying detail.

Such a message gets no stems and no stored quote, so what is found here errs on the careful side.
"""

import re
from typing import Final

from bot.domain.hearing.cues import squeezed
from bot.domain.hearing.patterns import phrases
from bot.domain.words import LOOKED_AT

SENSITIVE: Final = phrases(
    (
        r"(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|end|ending|top|"
        r"topping|hang|hanging) (?:myself|himself|herself|themselves|themself|"
        r"yourself|my life|his life|her life|their life|it all)(?! laughing)"
    ),
    r"self[ -]?harm(?:ing|ed|s)?",
    r"suicid(?:e|al|ally)",
    (
        r"(?:don't|do not|didn't) want to (?:live|be here any ?more|be alive|wake up|"
        r"go on)"
    ),
    r"(?:want|wanted|wants|wish|wishing) to die",
    r"(?:took|taken|take|taking) an overdose",
    r"overdosed",
    r"better off dead",
    r"no reason to live",
    (
        r"(?:he|she|they|husband|wife|partner|boyfriend|girlfriend|dad|father|mum|"
        r"mother|uncle|manager|staff|carer|someone|somebody|stepdad|"
        r"brother) (?:\w+ )?(?:(?:hits|hit|raped|rapes|abuses|abused|abusing|"
        r"molested|gropes?d?|strangled|threatened to kill|punched|slapped) (?:me|"
        r"him|her|them|my)|beats? (?:me|him|her|them) up|locks? (?:me|her|him|"
        r"them) in)"
    ),
    (
        r"(?:sexually|physically|domestic|child|elder|emotional) (?:abuse|abused|"
        r"abusing|assaulted|assault|violence)"
    ),
    (
        r"(?:being|been|was|is|were) (?:abused|raped|molested|groomed|trafficked|"
        r"beaten|sexually assaulted|assaulted)"
    ),
    (
        r"(?:afraid|scared|frightened) (?:to go home|of (?:my|her|his) (?:husband|"
        r"wife|partner|dad|father|boyfriend|stepdad))"
    ),
    (
        r"(?:bruises|bruising) (?:on|all over) (?:her|his|their|the) (?:arms?|face|"
        r"neck|legs?|back|body|child)"
    ),
    r"nhs (?:no|num|number|nr)\W{0,3}\d+",
    r"(?:d\.?o\.?b\.?|date of birth|born on)\W{0,4}\d+",
    r"hospital (?:no|num|number)\W{0,3}\d+",
    r"\d{3}[ -]\d{3}[ -]\d{4}",
    r"national insurance (?:no|number)",
)

# "patient Maya …", "resident Mrs Bell"; not "Patient Participation Group" or "patient transport".
NAMED_PATIENT: Final = re.compile(
    r"\b(?:patient|client|service user|resident|pt)(?:,|:)?(?: called| named)? "
    r"(?:(?:Mrs?|Ms|Miss|Dr)\b\.? )?"
    r"(?!(?:Mr|Mrs|Ms|Dr|Miss|Participation|Safety|Voices?|Experience|Group|Access|Liaison|"
    r"Transport|Forum|Involvement|Initiated|Partners?|Association|Advice|Watch|Panel)\b)"
    r"[A-Z][a-z]{2,}"
    r"|\b(?:Patient|Client|Service [Uu]ser|Resident)(?:,|:)? (?:Mrs?|Ms|Miss) [A-Z]"
)


def is_sensitive(text: str) -> bool:
    """Whether a message must be handled by rule 11; its quoted and pasted parts count too."""
    looked_at = text[:LOOKED_AT]
    if SENSITIVE.search(squeezed(looked_at)):
        return True
    return NAMED_PATIENT.search(looked_at) is not None
