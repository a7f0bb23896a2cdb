"""The catalogue's tables."""

from clinics.models.change import PublicChange, PublicVersion
from clinics.models.clinic import Clinic, ClinicLanguage
from clinics.models.desk import ClinicLetter, RiskPhrase
from clinics.models.order import OfficialOrder, OrderAddressee, OrderTarget
from clinics.models.order_decision import OrderNotMeant, OrderRemoval
from clinics.models.party import CellLab, Committee, Operator
from clinics.models.price import Include, PriceSheet
from clinics.models.search_gap import SearchGap
from clinics.models.sheet import PendingSheet
from clinics.models.source import Known, Source, Sourced
from clinics.models.standing import ClinicRating, CommercialLink
from clinics.models.treatment import Treatment, TreatmentCondition, TreatmentDocument
from clinics.models.work import Finding, ListingEvent, PriceWish, RuleCount, Suggestion

__all__ = [
    "CellLab",
    "Clinic",
    "ClinicLanguage",
    "ClinicLetter",
    "ClinicRating",
    "CommercialLink",
    "Committee",
    "Finding",
    "Include",
    "Known",
    "ListingEvent",
    "OfficialOrder",
    "Operator",
    "OrderAddressee",
    "OrderNotMeant",
    "OrderRemoval",
    "OrderTarget",
    "PendingSheet",
    "PriceSheet",
    "PriceWish",
    "PublicChange",
    "PublicVersion",
    "RiskPhrase",
    "RuleCount",
    "SearchGap",
    "Source",
    "Sourced",
    "Suggestion",
    "Treatment",
    "TreatmentCondition",
    "TreatmentDocument",
]
