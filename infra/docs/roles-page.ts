import { PERMISSIONS, ROLE_PERMISSIONS, ROLES, type Permission } from '../../packages/core/src/role.ts'
import { COURSE_PARTS, COURSE_RIGHTS, type CourseRight, partAtLeast } from '../../packages/core/src/course.ts'
import { code, table } from './markdown.ts'

const MEANINGS: Readonly<Record<Permission, string>> = {
  'tenant:read': 'see the tenant, its members and its quota',
  'tenant:manage': 'kept for changes of the tenant itself: nothing asks for it today',
  'member:manage': 'invite, change roles, remove',
  'token:manage': 'make and revoke tokens',
  'audit:read': 'read who did what',
  'webhook:manage': 'add, change and remove webhooks, and read what they sent',
  'backup:manage': 'choose the bucket that backups of volumes go to',
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

const COURSE_MEANINGS: Readonly<Record<CourseRight, string>> = {
  'course:see': 'see the course, its labs and their times',
  'roster:see': 'see the people of the course, its links and codes',
  'results:see': 'see and export what checks said',
  'class:see':
    'see the wall, open a student’s shells and files to read them (the student sees it, the audit has it)',
  'class:help':
    'pause, resume, extend and check one or all, answer hands, write messages; type where the student lets one',
  'class:send': 'send files and commands to all',
  'class:reset': 'reset, undo and end, one or all',
  'course:change': 'change settings and schedule, archive',
  'roster:change': 'import, invite, remove and restore people, change their part, make and end links',
  'labs:change': 'add, order and remove labs, change their times and spares',
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

${table(['permission', 'allows to', ...ROLES], rows)}

## Parts in a course

A part counts in its course alone. Whoever holds ${code('course:manage')} in the tenant is a teacher in all of its courses.

${table(['right', 'allows to', ...COURSE_PARTS], courseRows())}`
}

function courseRows(): string[][] {
  return (Object.keys(COURSE_RIGHTS) as CourseRight[]).map((right) => [
    code(right),
    COURSE_MEANINGS[right],
    ...COURSE_PARTS.map((part) => (partAtLeast(part, COURSE_RIGHTS[right]) ? 'yes' : '')),
  ])
}
