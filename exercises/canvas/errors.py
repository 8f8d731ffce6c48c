"""What can be wrong with a map that somebody hands in, each told in one sentence."""

from lab.errors import LabError
from lab.i18n import N_


class NotAPicture(LabError):
    message = N_("This file is not a PNG picture.")
    hint = N_("Use a PNG in the colours of the palette.")


class PictureTooLarge(LabError):
    message = N_("This picture is too large: {what}.")
    hint = N_("Use a picture of at most 8 million pixels and 10 MB.")
    status = 413


class PictureTooSmall(LabError):
    message = N_("This picture is too small: {width} x {height} pixels.")
    hint = N_("Use a picture of at least 16 x 16 pixels.")


class UnknownMaterial(LabError):
    message = N_("There is no material called {name}.")
    hint = N_("Choose one of: {known}.")


class UnknownStyle(LabError):
    message = N_("There is no style called {name}.")
    hint = N_("Choose one of: {known}.")


class MapNotValid(LabError):
    message = N_("The map cannot be painted: {why}.")
    hint = N_("Start again from a template, or clear the map.")


class MapMissing(MapNotValid):
    message = N_("There was no map to paint.")
    hint = N_("Load the page again.")


class MapTorn(MapNotValid):
    message = N_("The map did not arrive whole.")
    hint = N_("Paint one more stroke, and it is sent again.")


class SeedNotValid(MapNotValid):
    message = N_("A picture's number is a whole number from 0 to {most}.")
    hint = N_("Press “Another one”.")


class MapTooLong(MapNotValid):
    message = N_("The map is far too large: {letters} characters.")
    hint = N_("Start again from a template, or clear the map.")
    status = 413


class MapOtherSize(MapNotValid):
    message = N_("The map has {points} points, and {needed} are needed.")
    hint = N_("Start again from a template, or clear the map.")


class MapStrangeColour(MapNotValid):
    message = N_("The map has a material that does not exist: number {number}.")
    hint = N_("Start again from a template, or clear the map.")


class WeightsMissing(LabError):
    message = N_("The picture model is not here, so nothing can be painted.")
    hint = N_("Tell your leader. Whoever looks after the computer can install the package again.")
    status = 503


class FileUnreadable(LabError):
    message = N_("The file {file} cannot be read: {why}.")
    hint = N_("Check its name and folder.")


class FileUnwritable(LabError):
    message = N_("The file {file} cannot be written: {why}.")
    hint = N_("Choose another folder with --out.")
