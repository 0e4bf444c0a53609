export type { Access, AccessControl, AccessRequest, Target } from './access.ts'
export type { Actor, ServiceActor, TokenGrant, UserActor } from './actor.ts'
export { type AuditEntry, recordAudit } from './audit.ts'
