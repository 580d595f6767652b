# Entra ID: who signs in, what applications may do, who is privileged, who is a guest.
package noroshi_aad

import rego.v1

import data.noroshi_lib as lib

conditional_access := ["Get-MgBetaIdentityConditionalAccessPolicy"]

# Two accounts for emergencies may stand outside a policy; a group or a role may not, because
# it can grow without anybody looking at the policy.
spared_accounts := 2

for_everyone(policy) if {
	policy.State == "enabled"
	users := policy.Conditions.Users
	"All" in lib.list(users.IncludeUsers)
	count(lib.list(users.ExcludeUsers)) <= spared_accounts
	count(lib.list(users.ExcludeGroups)) == 0
	count(lib.list(users.ExcludeRoles)) == 0
	not spares_guests(users)
}

spares_guests(users) if {
	types := object.get(users, ["ExcludeGuestsOrExternalUsers", "GuestOrExternalUserTypes"], null)
	count(lib.list(types)) > 0
}

everywhere(policy) if {
	applications := policy.Conditions.Applications
	"All" in lib.list(applications.IncludeApplications)
	count(lib.list(applications.ExcludeApplications)) == 0
}

blocks(policy) if "block" in lib.list(policy.GrantControls.BuiltInControls)

# NRS.AAD.1.1: legacy authentication is blocked for everyone.
blocks_legacy contains policy.DisplayName if {
	some policy in lib.rows(input.conditional_access_policies)
	for_everyone(policy)
	everywhere(policy)
	blocks(policy)
	types := lib.list(policy.Conditions.ClientAppTypes)
	"exchangeActiveSync" in types
	"other" in types
}

tests contains found if {
	_ = lib.rows(input.conditional_access_policies)
	met := count(blocks_legacy) > 0
	found := lib.result("NRS.AAD.1.1v1", "Shall", conditional_access, met, "Policies that block legacy authentication for everyone:", blocks_legacy)
}

# NRS.AAD.1.2: everybody signs in with a second factor.
asks_for_mfa(policy) if "mfa" in lib.list(policy.GrantControls.BuiltInControls)

asks_for_mfa(policy) if count(strengths(policy)) > 0

strengths(policy) := lib.list(object.get(policy, ["GrantControls", "AuthenticationStrength", "AllowedCombinations"], null))

# Beside another control joined by OR, the second factor is only one of the ways in.
only_way(policy) if policy.GrantControls.Operator == "AND"

only_way(policy) if {
	count(lib.list(policy.GrantControls.BuiltInControls)) + min([count(strengths(policy)), 1]) == 1
}

second_factor contains policy.DisplayName if {
	some policy in lib.rows(input.conditional_access_policies)
	for_everyone(policy)
	everywhere(policy)
	asks_for_mfa(policy)
	only_way(policy)
}

tests contains found if {
	_ = lib.rows(input.conditional_access_policies)
	met := count(second_factor) > 0
	found := lib.result("NRS.AAD.1.2v1", "Shall", conditional_access, met, "Policies that ask everyone for a second factor:", second_factor)
}

# NRS.AAD.1.3: administrators sign in with what cannot be phished.
resists_phishing := {"fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor"}

phishing_resistant(policy) if {
	combinations := {one | some one in strengths(policy)}
	count(combinations) > 0
	count(combinations - resists_phishing) == 0
	only_way(policy)
}

privileged_roles := {role.RoleTemplateId | some role in lib.rows(input.privileged_roles)}

# Roles named one by one need no "All" and may not be weakened by exclusions either.
for_privileged(policy) if for_everyone(policy)

for_privileged(policy) if {
	policy.State == "enabled"
	users := policy.Conditions.Users
	count(privileged_roles - {role | some role in lib.list(users.IncludeRoles)}) == 0
	count(lib.list(users.ExcludeUsers)) <= spared_accounts
	count(lib.list(users.ExcludeGroups)) == 0
	count(lib.list(users.ExcludeRoles)) == 0
}

guards_administrators contains policy.DisplayName if {
	some policy in lib.rows(input.conditional_access_policies)
	for_privileged(policy)
	everywhere(policy)
	phishing_resistant(policy)
}

tests contains found if {
	_ = lib.rows(input.conditional_access_policies)
	count(lib.rows(input.privileged_roles)) > 0
	met := count(guards_administrators) > 0
	commands := array.concat(conditional_access, ["Get-PrivilegedRole"])
	found := lib.result("NRS.AAD.1.3v1", "Shall", commands, met, "Policies that ask administrators for phishing-resistant sign-in:", guards_administrators)
}

# NRS.AAD.1.4: nobody signs in by device code.
blocks_device_code contains policy.DisplayName if {
	some policy in lib.rows(input.conditional_access_policies)
	for_everyone(policy)
	everywhere(policy)
	blocks(policy)
	methods := split(policy.Conditions.AuthenticationFlows.TransferMethods, ",")
	"deviceCodeFlow" in methods
}

tests contains found if {
	_ = lib.rows(input.conditional_access_policies)
	met := count(blocks_device_code) > 0
	found := lib.result("NRS.AAD.1.4v1", "Should", conditional_access, met, "Policies that block device code sign-in:", blocks_device_code)
}

# NRS.AAD.1.5: no second factor over the telephone network.
telephone := {"Sms", "Voice"}

telephone_methods contains method.Id if {
	some part in lib.rows(input.authentication_method)
	some method in lib.rows(part.authentication_method_feature_settings)
	method.Id in telephone
	method.State == "enabled"
}

tests contains found if {
	settings := [method |
		some part in lib.rows(input.authentication_method)
		some method in lib.rows(part.authentication_method_feature_settings)
	]
	count(settings) > 0
	met := count(telephone_methods) == 0
	found := lib.result("NRS.AAD.1.5v1", "Should", ["Get-MgBetaPolicyAuthenticationMethodPolicy"], met, "Methods over the telephone network that are on:", telephone_methods)
}

# NRS.AAD.2.1: users consent to nothing by themselves.
authorization := ["Get-MgBetaPolicyAuthorizationPolicy"]

consent_policies contains consent if {
	some policy in lib.rows(input.authorization_policies)
	some consent in lib.list(policy.PermissionGrantPolicyIdsAssignedToDefaultUserRole)
	startswith(lower(consent), "managepermissiongrantsforself.")
}

tests contains found if {
	count(lib.rows(input.authorization_policies)) > 0
	met := count(consent_policies) == 0
	found := lib.result("NRS.AAD.2.1v1", "Shall", authorization, met, "Rules by which users consent to applications:", consent_policies)
}

# NRS.AAD.2.2: only administrators register applications.
registers_apps contains policy.Id if {
	some policy in lib.rows(input.authorization_policies)
	not policy.DefaultUserRolePermissions.AllowedToCreateApps == false
}

tests contains found if {
	count(lib.rows(input.authorization_policies)) > 0
	met := count(registers_apps) == 0
	found := lib.result("NRS.AAD.2.2v1", "Shall", authorization, met, "Authorisation policies that let users register applications:", registers_apps)
}

# NRS.AAD.2.3: secrets and certificates of applications with risky permissions end within a year.
long_lived contains name if {
	some application in lib.rows(input.risky_applications)
	some credential in array.concat(lib.list(application.PasswordCredentials), lib.list(application.KeyCredentials))
	lib.moment(credential.EndDateTime) - lib.moment(credential.StartDateTime) > 366 * lib.day
	name := application.DisplayName
}

tests contains found if {
	_ = lib.rows(input.risky_applications)
	met := count(long_lived) == 0
	found := lib.result("NRS.AAD.2.3v1", "Should", ["Get-ApplicationsWithRiskyPermissions"], met, "Applications with risky permissions and a credential of more than a year:", long_lived)
}

# NRS.AAD.3.1: two to five Global Administrators.
users := ["Get-PrivilegedUser"]

global_administrators contains user.DisplayName if {
	some user in input.privileged_users
	"Global Administrator" in lib.list(user.roles)
}

tests contains found if {
	count(input.privileged_users) > 0
	number := count([user | some user in input.privileged_users; "Global Administrator" in lib.list(user.roles)])
	met := number in {2, 3, 4, 5}
	found := lib.result("NRS.AAD.3.1v1", "Shall", users, met, "Global Administrators:", global_administrators)
}

# NRS.AAD.3.2: privileged accounts live in the cloud only.
synchronised contains user.DisplayName if {
	some user in input.privileged_users
	not is_null(object.get(user, "OnPremisesImmutableId", "unknown"))
}

tests contains found if {
	count(input.privileged_users) > 0
	met := count(synchronised) == 0
	found := lib.result("NRS.AAD.3.2v1", "Shall", users, met, "Privileged accounts that come from an own directory:", synchronised)
}

# NRS.AAD.3.3: privileged roles are taken up for a time, not held for good.
permanent contains role.DisplayName if {
	some role in lib.rows(input.privileged_roles)
	some assignment in lib.list(role.Assignments)
	lower(object.get(assignment, "assignmentType", object.get(assignment, "AssignmentType", "Assigned"))) == "assigned"
	is_null(object.get(assignment, "endDateTime", object.get(assignment, "EndDateTime", null)))
}

tests contains found if {
	count(lib.rows(input.privileged_roles)) > 0
	met := count(permanent) == 0
	found := lib.result("NRS.AAD.3.3v1", "Should", ["Get-PrivilegedRole"], met, "Roles with permanently active assignments:", permanent)
}

# NRS.AAD.4.1: guests see little of the directory.
guest_roles := {
	"10dae51f-b6af-4016-8d66-8c2a99b929b3": "limited",
	"2af84b1e-32c8-42b7-82bc-daa82404023b": "restricted",
}

free_guests contains policy.Id if {
	some policy in lib.rows(input.authorization_policies)
	not guest_roles[policy.GuestUserRoleId]
}

tests contains found if {
	count(lib.rows(input.authorization_policies)) > 0
	met := count(free_guests) == 0
	found := lib.result("NRS.AAD.4.1v1", "Should", authorization, met, "Authorisation policies under which guests see as much as members:", free_guests)
}

# NRS.AAD.4.2: not everybody invites guests.
inviters := {"none", "adminsAndGuestInviters"}

open_invitations contains object.get(policy, "AllowInvitesFrom", "unknown") if {
	some policy in lib.rows(input.authorization_policies)
	not policy.AllowInvitesFrom in inviters
}

tests contains found if {
	count(lib.rows(input.authorization_policies)) > 0
	met := count(open_invitations) == 0
	found := lib.result("NRS.AAD.4.2v1", "Should", authorization, met, "Who may invite guests beyond administrators and guest inviters:", open_invitations)
}

# NRS.AAD.5.1: accounts for emergencies are tried out. Nothing in an export shows that.
tests contains lib.by_hand("NRS.AAD.5.1v1", "Shall", "Sign in with each emergency account at least once a year, away from the usual network, and write down when.")

# NRS.AAD.6.1: the licences allow conditional access, on which the policies of sign-in stand.
conditional contains plan.ServicePlanName if {
	some plan in lib.rows(input.service_plans)
	startswith(plan.ServicePlanName, "AAD_PREMIUM")
	plan.ProvisioningStatus == "Success"
}

tests contains found if {
	_ = lib.rows(input.service_plans)
	met := count(conditional) > 0
	found := lib.result("NRS.AAD.6.1v1", "Should", ["Get-MgBetaSubscribedSku"], met, "Active plans that allow conditional access:", conditional)
}

# NRS.AAD.6.2: what a licence protects does not end unnoticed.
lapsing contains sku.SkuPartNumber if {
	some sku in lib.rows(input.license_information)
	not sku.ConsumedUnits <= sku.PrepaidUnits.Enabled
}

tests contains found if {
	count(lib.rows(input.license_information)) > 0
	met := count(lapsing) == 0
	found := lib.result("NRS.AAD.6.2v1", "Should", ["Get-MgBetaSubscribedSku"], met, "Licences given to more users than are paid for:", lapsing)
}
