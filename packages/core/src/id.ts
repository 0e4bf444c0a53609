import { randomBytes } from 'node:crypto'

/** The kinds of things that have an id, and the prefix that tells them apart in a log line. */
export const ID_PREFIX = {
  user: 'usr',
  session: 'ses',
  tenant: 'ten',
  project: 'prj',
  app: 'app',
  release: 'rel',
  deploy: 'dep',
  container: 'con',
  node: 'nod',
  event: 'evt',
  audit: 'aud',
  invitation: 'inv',
  repository: 'rep',
  upload: 'upl',
  upstream: 'ups',
  retentionRule: 'ret',
  tagRule: 'tgr',
  webhook: 'whk',
  delivery: 'dlv',
  collection: 'col',
  build: 'bld',
  source: 'src',
  sshKey: 'key',
  push: 'psh',
  volume: 'vol',
  snapshot: 'snp',
  volumeTask: 'vtk',
  backup: 'bak',
  transfer: 'vtr',
  domain: 'dom',
  certificate: 'crt',
  order: 'ord',
  exec: 'exe',
  job: 'job',
  reset: 'rst',
  secret: 'sct',
  course: 'crs',
  member: 'mem',
  courseInvite: 'civ',
  courseLab: 'cla',
  lab: 'lab',
  labVersion: 'lbv',
  sandbox: 'sbx',
  sandboxEvent: 'sev',
  checkResult: 'chk',
  broadcast: 'brc',
} as const

export type IdKind = keyof typeof ID_PREFIX

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** `con_k3v7…`: prefix and 16 characters of base32, 80 random bits; safe in paths, cgroup and file names. */
export function newId(kind: IdKind): string {
  return `${ID_PREFIX[kind]}_${randomBase32(16)}`
}

export function isId(kind: IdKind, value: string): boolean {
  return new RegExp(`^${ID_PREFIX[kind]}_[a-z2-7]{16}$`).test(value)
}

/** 32 divides 256, so taking five bits of each byte is uniform. */
export function randomBase32(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join('')
}
