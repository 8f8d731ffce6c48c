"""Why a large model does not paint, each told in one sentence."""

from lab.errors import LabError
from lab.i18n import N_


class LargeModelError(LabError):
    message = N_("The large model cannot be used.")
    status = 503


class LargeModelMissing(LargeModelError):
    message = N_("The large model is not on this machine: {where}.")
    hint = N_("Put its folder there, or set large_download to let it be fetched once.")


class LargeModelUnknown(LargeModelError):
    message = N_("Verkstad does not know how to paint with a {kind}.")
    hint = N_("docs/large-models.md lists the kinds that it knows.")


class LargeModelBroken(LargeModelError):
    message = N_("The large model cannot be loaded: {why}.")
    hint = N_("Fetch it again, or choose another.")


class LargeModelNeedsPackages(LargeModelError):
    message = N_("A large model needs a package that is not installed: {package}.")
    hint = N_("docs/large-models.md tells how to install it.")


class LargeModelTooLarge(LargeModelError):
    message = N_("The large model needs {needed} GB of memory, and {found} GB are free.")
    hint = N_("Choose a smaller one, or close what else uses the graphics card.")


class SmallModelInstead(LargeModelError):
    """The small model paints this picture; the message is told beside it."""

    message = N_("The small model painted this one.")


class StillLoading(SmallModelInstead):
    message = N_("The large model is still being made ready, so the small one painted this.")


class NotUsable(SmallModelInstead):
    message = N_("The large model cannot be used just now, so the small one painted this.")


class OutOfMemory(SmallModelInstead):
    message = N_("The large model had no room in memory, so the small one painted this.")


class PictureNotShown(LabError):
    """The looker did not let it through. The picture is gone; only the number of such pictures is kept."""

    message = N_("That picture did not turn out as a landscape, so your last one stays.")
    hint = N_("Press “Another one”, or change your map a little.")
    status = 409
