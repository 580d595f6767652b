# Teams: who gets in, and who may write to us.
package noroshi_teams

import rego.v1

import data.noroshi_lib as lib

# NRS.TEAMS.1.1: somebody without a name does not open a meeting.
opened_by_anybody contains policy.Identity if {
	some policy in lib.rows(input.meeting_policies)
	not policy.AllowAnonymousUsersToStartMeeting == false
}

tests contains found if {
	count(lib.rows(input.meeting_policies)) > 0
	met := count(opened_by_anybody) == 0
	found := lib.result("NRS.TEAMS.1.1v1", "Shall", ["Get-CsTeamsMeetingPolicy"], met, "Meeting policies under which anonymous users start meetings:", opened_by_anybody)
}

# NRS.TEAMS.2.1: private accounts do not write to us first.
federation := ["Get-CsTenantFederationConfiguration"]

written_to contains configuration.Identity if {
	some configuration in lib.rows(input.federation_configuration)
	not configuration.AllowTeamsConsumer == false
	not configuration.AllowTeamsConsumerInbound == false
}

tests contains found if {
	count(lib.rows(input.federation_configuration)) > 0
	met := count(written_to) == 0
	found := lib.result("NRS.TEAMS.2.1v1", "Shall", federation, met, "Configurations that let unmanaged accounts write first:", written_to)
}

# NRS.TEAMS.2.2: other organisations are reached when they are on the list.
open_federation contains configuration.Identity if {
	some configuration in lib.rows(input.federation_configuration)
	not configuration.AllowFederatedUsers == false
	domains := object.get(configuration, ["AllowedDomains", "AllowedDomain"], null)
	count(lib.list(domains)) == 0
}

tests contains found if {
	count(lib.rows(input.federation_configuration)) > 0
	met := count(open_federation) == 0
	found := lib.result("NRS.TEAMS.2.2v1", "Should", federation, met, "Configurations open to every organisation:", open_federation)
}
