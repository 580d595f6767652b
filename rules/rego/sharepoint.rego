# SharePoint and OneDrive: with whom files are shared.
package noroshi_sharepoint

import rego.v1

import data.noroshi_lib as lib

# SharingCapability: 0 nobody outside, 1 new and existing guests, 2 anyone, 3 existing guests.
names := {0: "nobody outside", 1: "new guests", 2: "anyone with the link", 3: "existing guests"}

closed := {0, 3}

# NRS.SHAREPOINT.1.1: files are shared with guests who are known already, or with nobody outside.
open_to contains name if {
	some tenant in lib.rows(input.SPO_tenant)
	not tenant.SharingCapability in closed
	name := object.get(names, tenant.SharingCapability, "unknown")
}

tests contains found if {
	count(lib.rows(input.SPO_tenant)) > 0
	met := count(open_to) == 0
	found := lib.result("NRS.SHAREPOINT.1.1v1", "Shall", ["Get-SPOTenant"], met, "Shared with others than existing guests:", open_to)
}

# NRS.SHAREPOINT.1.2: a new link is for the people who are named.
loose_links contains object.get(tenant, "DefaultSharingLinkType", "unknown") if {
	some tenant in lib.rows(input.SPO_tenant)
	not tenant.DefaultSharingLinkType == 1
}

tests contains found if {
	count(lib.rows(input.SPO_tenant)) > 0
	met := count(loose_links) == 0
	found := lib.result("NRS.SHAREPOINT.1.2v1", "Should", ["Get-SPOTenant"], met, "Default kinds of link other than for specific people (1):", loose_links)
}

# NRS.SHAREPOINT.1.3: where links for anyone are allowed at all, they end within 30 days.
endless contains days if {
	some tenant in lib.rows(input.SPO_tenant)
	tenant.SharingCapability == 2
	days := object.get(tenant, "RequireAnonymousLinksExpireInDays", "unknown")
	not lasts_a_month(days)
}

lasts_a_month(days) if {
	is_number(days)
	days >= 1
	days <= 30
}

tests contains found if {
	count(lib.rows(input.SPO_tenant)) > 0
	met := count(endless) == 0
	found := lib.result("NRS.SHAREPOINT.1.3v1", "Should", ["Get-SPOTenant"], met, "Days for which links for anyone last, if not 1 to 30:", endless)
}
