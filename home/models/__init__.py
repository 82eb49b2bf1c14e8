"""The home page, pages of text and of enquiries, what was enquired, and the site's settings."""

from home.models.demo_content import DemoContent
from home.models.enquiry import Enquiry, EnquiryNote
from home.models.enquiry_page import EnquiryField, EnquiryPage
from home.models.home_page import HomePage
from home.models.site_settings import SiteSettings
from home.models.standard_page import StandardPage

__all__ = [
    "DemoContent",
    "Enquiry",
    "EnquiryField",
    "EnquiryNote",
    "EnquiryPage",
    "HomePage",
    "SiteSettings",
    "StandardPage",
]
