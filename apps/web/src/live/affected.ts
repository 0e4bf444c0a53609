export type Area =
  | 'apps'
  | 'deploys'
  | 'releases'
  | 'instances'
  | 'events'
  | 'tenants'
  | 'members'
  | 'invitations'
  | 'tokens'
  | 'images'
  | 'volumes'
  | 'backups'
  | 'projects'
  | 'domains'
  | 'door'
  | 'jobs'
  | 'builds'
  | 'secrets'

const BY_SUBJECT: Readonly<Record<string, readonly Area[]>> = {
  app: ['apps', 'releases', 'deploys', 'instances', 'tenants', 'jobs', 'projects', 'secrets'],
  deploy: ['apps', 'releases', 'deploys', 'instances', 'tenants', 'jobs', 'projects'],
  release: ['apps', 'releases'],
  build: ['builds', 'apps'],
  container: ['apps', 'instances', 'deploys', 'tenants'],
  instance: ['apps', 'instances', 'deploys', 'tenants'],
  member: ['members'],
  invitation: ['members', 'invitations'],
  token: ['tokens'],
  quota: ['tenants'],
  tenant: ['tenants'],
  image: ['images'],
  tag: ['images'],
  volume: ['volumes', 'backups', 'tenants'],
  project: ['projects'],
  domain: ['domains'],
  door: ['door'],
  job: ['jobs', 'deploys', 'tenants'],
}

/** Which parts of the API may answer differently after an event of this type (`container.ended`). */
export function affectedBy(type: string): readonly Area[] {
  const subject = type.split('.')[0] ?? ''
  return ['events', ...(BY_SUBJECT[subject] ?? [])]
}
