import { PERMISSIONS, ROLE_PERMISSIONS, ROLES, type Permission } from '../../packages/core/src/role.ts'
import { code, table } from './markdown.ts'

const MEANINGS: Readonly<Record<Permission, string>> = {
  'tenant:read': 'see the tenant, its members and its quota',
  'tenant:manage': 'kept for changes of the tenant itself: nothing asks for it today',
  'member:manage': 'invite, change roles, remove',
  'token:manage': 'make and revoke tokens',
  'audit:read': 'read who did what',
  'webhook:manage': 'add, change and remove webhooks, and read what they sent',
  'app:read': 'see apps, releases, events and logs',
  'app:deploy': 'deploy, roll back, scale, stop and start, change environment and limits',
  'app:exec': 'run commands and open a shell in an instance',
  'app:destroy': 'remove an app',
  'secret:read': 'read the values of the environment',
  'registry:pull': 'pull images',
  'registry:push': 'push images',
  'registry:delete': 'delete tags',
  'course:manage': 'make courses and labs',
  'platform:admin': 'users, tenants and nodes of the whole platform',
}

/** Which role holds which permission, as packages/core has it. */
export function rolesPage(): string {
  const rows = PERMISSIONS.map((permission) => [
    code(permission),
    MEANINGS[permission],
    ...ROLES.map((role) => (ROLE_PERMISSIONS[role].includes(permission) ? 'yes' : '')),
  ])
  return `# Roles and scopes

The same words are the permissions of a role in a tenant and the scopes of an API token. No role holds ${code('platform:admin')}: it is for tokens of the platform's administrators.

${table(['permission', 'allows to', ...ROLES], rows)}`
}
