"""What is measured of a table: each figure's name, formula and interval, in the order in which they are told."""

from dataclasses import dataclass

from lab.i18n import N_
from lab.participation.measures import WILSON

NEWCOMBE = N_("Newcombe's interval from two of Wilson's, 95 %")
KATZ = N_("Katz's logarithmic interval, 95 %")
BOOTSTRAP = N_("bootstrap of unique youths with a fixed seed, 95 %")
DOBSON = N_("Dobson's interval on Byar's, 95 %")
FAY_FEUER = N_("Fay and Feuer's gamma interval, 95 %")
BYAR = N_("Byar's interval, exact under 10, 95 %")
BY_PERSON = N_("Dobson's interval on Byar's with each person as one, 95 %")
NO_INTERVAL = N_("no interval: the same youths come again, and no Poisson interval stands on that")
NOT_GIVEN = N_("no interval")


@dataclass(frozen=True)
class Formula:
    """What a figure is called, how it is computed and how its interval is."""

    label: str
    text: str
    interval: str


FORMULAS = {
    "rate": Formula(N_("Participants per 1,000"), "1000 n/p", WILSON),
    "difference": Formula(N_("Difference, highest and lowest area"), "max r - min r", NEWCOMBE),
    "rate_ratio": Formula(N_("Ratio, highest and lowest area"), "max r / min r", KATZ),
    "group_difference": Formula(N_("Difference, highest and lowest group"), "max R - min R", NEWCOMBE),
    "group_rate_ratio": Formula(N_("Ratio, highest and lowest group"), "max R / min R", KATZ),
    "theil": Formula(N_("Theil's T"), "Σ s ln(s/f)", BOOTSTRAP),
    "theil_between": Formula(N_("Theil's T between groups"), "Σ S ln(S/F)", BOOTSTRAP),
    "theil_within": Formula(N_("Theil's T within groups"), "Σ S T_g", BOOTSTRAP),
    "mld": Formula(N_("Mean log deviation"), "Σ f ln(f/s)", BOOTSTRAP),
    "gini": Formula(N_("Gini index, by population"), "1 - Σ (F_k - F_k-1)(S_k + S_k-1)", BOOTSTRAP),
    "hoover": Formula(N_("Hoover index"), "½ Σ |s - f|", BOOTSTRAP),
    "idisw": Formula(N_("Index of disparity, per cent"), "100 Σ f |r - μ| / μ", BOOTSTRAP),
    "bgv": Formula(N_("Between-group variance"), "Σ f (r - μ)²", BOOTSTRAP),
    "atkinson_0_5": Formula(N_("Atkinson index, ε = 0.5"), "1 - (Σ f √(r/μ))²", BOOTSTRAP),
    "atkinson_1": Formula(N_("Atkinson index, ε = 1"), "1 - exp(Σ f ln(r/μ))", BOOTSTRAP),
    "sii": Formula(N_("Slope index of inequality"), "Σ f r (R - ½) / Σ f (R - ½)²", BOOTSTRAP),
    "rii": Formula(N_("Relative index of inequality"), "(μ + SII/2) / (μ - SII/2)", BOOTSTRAP),
    "aci": Formula(N_("Absolute concentration index"), "2 Σ f r (R - ½)", BOOTSTRAP),
    "rci": Formula(N_("Relative concentration index"), "(2/μ) Σ f r (R - ½)", BOOTSTRAP),
    "dsr": Formula(N_("Directly standardised rate per 1,000"), "1000 Σ w n/p / Σ w", DOBSON),
    "isr": Formula(N_("Indirectly standardised rate per 1,000"), "1000 μ O/E", BYAR),
    "missing": Formula(N_("Youths missing to the mean"), "Σ max(0, p μ - n)", BOOTSTRAP),
    "paf": Formula(N_("More, if all did as the best area, per cent"), "100 (max r - μ) / μ", BOOTSTRAP),
    "overdispersion": Formula(N_("Over-dispersion φ of the funnel"), "max(1, Σ z_w² / J)", NOT_GIVEN),
    "events_rate": Formula(N_("Visits per 1,000"), "1000 Σ v / Σ p", NO_INTERVAL),
    "events_per_participant": Formula(N_("Visits per participant"), "Σ v / Σ n", NO_INTERVAL),
    "events_dsr": Formula(N_("Visits per 1,000, directly standardised"), "1000 Σ w v/p / Σ w", NO_INTERVAL),
}

ONE_AREA = N_("needs at least two areas")
NOBODY = N_("nobody took part")
EMPTY_AREA = N_("infinite, since an area has no participants")
NO_GROUP = N_("needs the column group")
NO_ORDER = N_("needs the column order")
FLAT_ORDER = N_("all areas have the same place in the order")
BELOW_ZERO = N_("the line through the rates goes below zero")
NO_STRATA = N_("needs the column weight, or age or sex")
NO_WEIGHTS = N_("needs the column weight, or ages of 6–25 and the sexes girl and boy")
NOT_UNIQUE = N_("needs unique participants, and only visits are counted")
