"""What OAI-PMH calls an error: an answer like any other, with a code for programs and a sentence."""

BAD_ARGUMENT = "badArgument"
BAD_RESUMPTION_TOKEN = "badResumptionToken"  # noqa: S105 (a code of the protocol, not a password)
BAD_VERB = "badVerb"
CANNOT_DISSEMINATE_FORMAT = "cannotDisseminateFormat"
ID_DOES_NOT_EXIST = "idDoesNotExist"
NO_RECORDS_MATCH = "noRecordsMatch"
# noMetadataFormats and noSetHierarchy are never answered: each item has every format, and there are sets.


class OaiError(Exception):
    """``code`` of the protocol; ``sentence`` is translatable."""

    def __init__(self, code: str, sentence):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    @property
    def names_arguments(self) -> bool:
        """Whether the answer may repeat the arguments: not where they are what is wrong."""
        return self.code not in (BAD_VERB, BAD_ARGUMENT)
