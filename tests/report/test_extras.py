"""What goes with what: a ledger needs accounts and a pack before."""

import pytest

from betahedge.errors import InputError
from betahedge.report.extras import Extras
from betahedge.report.journal import Accounts


def test_a_ledger_needs_accounts_and_a_pack_before():
    with pytest.raises(InputError, match="needs --accounts"):
        Extras(ledger="netsuite").check()
    with pytest.raises(InputError, match="needs --previous"):
        Extras(ledger="netsuite", accounts=Accounts({})).check()
