/** What went wrong, by how a caller should react; every edge (tRPC, registry, CLI, agent) maps these once. */
export type ErrorKind =
  | 'invalid' // the request is wrong: change it
  | 'unauthenticated' // who are you
  | 'forbidden' // you may not
  | 'not_found'
  | 'conflict' // exists already, or changed meanwhile
  | 'exhausted' // a quota, a limit or a rate is used up
  | 'precondition' // not possible in the present state
  | 'unavailable' // try again later
  | 'timeout'
  | 'cancelled'
  | 'internal' // our fault

/** Every error code of the platform and its kind. Codes are stable: scripts and translations rely on them. */
export const ERROR_KINDS = {
  'name.invalid': 'invalid',
  'name.reserved': 'invalid',
  'input.invalid': 'invalid',
  'config.invalid': 'invalid',
  'dockerfile.invalid': 'invalid',
  'secret.missing': 'internal',
  'vault.decrypt_failed': 'internal',
  'internal.unexpected': 'internal',
  'route.not_found': 'not_found',

  'auth.required': 'unauthenticated',
  'auth.bad_credentials': 'unauthenticated',
  'auth.session_expired': 'unauthenticated',
  'session.not_found': 'not_found',
  'auth.token_invalid': 'unauthenticated',
  'auth.too_many_attempts': 'exhausted',
  'auth.origin_refused': 'forbidden',
  'auth.forbidden': 'forbidden',
  'auth.scope_missing': 'forbidden',
  'auth.signup_closed': 'forbidden',
  'auth.email_taken': 'conflict',
  'auth.email_unverified': 'forbidden',
  'auth.password_weak': 'invalid',
  'auth.link_invalid': 'invalid',

  'tenant.not_found': 'not_found',
  'tenant.name_taken': 'conflict',
  'tenant.last_owner': 'precondition',
  'member.not_found': 'not_found',
  'member.exists': 'conflict',
  'invitation.not_found': 'not_found',
  'user.not_found': 'not_found',
  'token.not_found': 'not_found',
  'quota.exceeded': 'exhausted',

  'lab.not_found': 'not_found',
  'lab.version_not_found': 'not_found',
  'lab.invalid': 'invalid',
  'lab.name_taken': 'conflict',
  'lab.in_use': 'conflict',
  'lab.not_ready': 'precondition',
  'lab.too_many': 'exhausted',
  'lab.too_large': 'exhausted',
  'lab.too_slow': 'timeout',
  'lab.reading_too_much': 'exhausted',

  'course.not_found': 'not_found',
  'course.name_taken': 'conflict',
  'course.ended': 'precondition',
  'course.full': 'exhausted',
  'course.code_invalid': 'invalid',
  'course.code_used_up': 'exhausted',
  'course.guests_refused': 'forbidden',
  'course.email_unproven': 'forbidden',
  'course.member_not_found': 'not_found',
  'course.member_exists': 'conflict',
  'course.lab_not_found': 'not_found',
  'course.lab_exists': 'conflict',
  'course.roster_invalid': 'invalid',
  'course.broadcast_not_found': 'not_found',
  'sandbox.not_found': 'not_found',
  'sandbox.closed': 'precondition',
  'sandbox.one_at_a_time': 'conflict',
  'sandbox.too_often': 'exhausted',
  'sandbox.not_ready': 'precondition',
  'sandbox.over': 'precondition',
  'sandbox.no_overtime': 'precondition',
  'sandbox.nothing_to_undo': 'precondition',
  'sandbox.interrupted': 'unavailable',
  'sandbox.took_too_long': 'timeout',

  'app.not_found': 'not_found',
  'app.name_taken': 'conflict',
  'app.stopped': 'precondition',
  'app.not_running': 'precondition',
  'project.not_found': 'not_found',
  'release.not_found': 'not_found',
  'release.given_up': 'precondition',
  'release.too_large': 'invalid',
  'secret.not_found': 'not_found',
  'deploy.not_found': 'not_found',
  'deploy.superseded': 'conflict',
  'deploy.failed': 'precondition',
  'deploy.ended': 'precondition',
  'container.not_found': 'not_found',
  'container.not_running': 'precondition',
  'container.unreadable': 'unavailable',
  'container.exists': 'conflict',
  'container.wrong_state': 'precondition',
  'container.busy': 'exhausted',
  'file.not_found': 'not_found',
  'file.exists': 'conflict',
  'file.changed': 'conflict',
  'file.refused': 'precondition',
  'container.limit_in_use': 'precondition',
  'node.not_found': 'not_found',
  'node.unreachable': 'unavailable',
  'node.no_capacity': 'exhausted',

  'job.not_found': 'not_found',
  'job.ended': 'precondition',
  'cron.not_found': 'not_found',

  'build.not_found': 'not_found',
  'build.ended': 'precondition',
  'build.failed': 'precondition',
  'source.not_found': 'not_found',
  'source.too_large': 'exhausted',

  'image.reference_invalid': 'invalid',
  'image.not_found': 'not_found',
  'image.wrong_platform': 'precondition',
  'image.corrupt': 'invalid',
  'image.unsafe': 'invalid',
  'image.too_large': 'exhausted',
  'image.in_use': 'precondition',
  'image.pull_failed': 'unavailable',
  'image.push_failed': 'unavailable',
  'image.push_refused': 'forbidden',

  'registry.blob_unknown': 'not_found',
  'registry.blob_upload_invalid': 'invalid',
  'registry.blob_upload_unknown': 'not_found',
  'registry.digest_invalid': 'invalid',
  'registry.image_in_use': 'conflict',
  'registry.manifest_blob_unknown': 'not_found',
  'registry.manifest_invalid': 'invalid',
  'registry.manifest_too_large': 'invalid',
  'registry.manifest_unknown': 'not_found',
  'registry.name_invalid': 'invalid',
  'registry.name_unknown': 'not_found',
  'registry.quota_exceeded': 'forbidden',
  'registry.range_invalid': 'invalid',
  'rule.not_found': 'not_found',
  'registry.size_invalid': 'invalid',
  'registry.tag_protected': 'forbidden',
  'registry.too_many_tags': 'invalid',
  'registry.unsupported': 'invalid',

  'mirror.not_found': 'not_found',
  'mirror.exists': 'conflict',
  'mirror.in_use': 'conflict',
  'mirror.busy': 'unavailable',
  'mirror.upstream_busy': 'exhausted',
  'mirror.upstream_refused': 'forbidden',
  'mirror.upstream_failed': 'unavailable',
  'mirror.upstream_timeout': 'timeout',

  'runtime.start_failed': 'precondition',
  'runtime.exec_failed': 'precondition',
  'runtime.hook_failed': 'precondition',
  'runtime.unsupported': 'precondition',
  'runtime.state_corrupt': 'internal',
  'network.exhausted': 'exhausted',
  'network.failed': 'internal',
  'ingress.failed': 'unavailable',
  'domain.not_found': 'not_found',
  'domain.taken': 'conflict',
  'domain.unchecked': 'unavailable',
  'certificate.invalid': 'invalid',
  'certificate.refused': 'unavailable',
  'redirect.not_found': 'not_found',
  'disk.full': 'exhausted',
  'volume.not_found': 'not_found',
  'volume.exists': 'conflict',
  'volume.in_use': 'conflict',
  'volume.busy': 'conflict',
  'volume.unsupported': 'precondition',
  'volume.lost': 'precondition',
  'volume.archive_refused': 'invalid',
  'volume.snapshot_not_found': 'not_found',
  'backup.target_missing': 'precondition',
  'backup.not_found': 'not_found',
  'backup.running': 'conflict',
  'backup.refused': 'precondition',
  'backup.unreachable': 'unavailable',
  'backup.full': 'exhausted',
  'backup.damaged': 'precondition',
  'disk.failed': 'internal',
  'storage.collecting': 'conflict',
  'storage.unreachable': 'unavailable',
  'storage.refused': 'unavailable',

  'protocol.unknown_message': 'invalid',
  'protocol.invalid_message': 'invalid',
  'protocol.overloaded': 'unavailable',
  'protocol.version_mismatch': 'precondition',
  'protocol.disconnected': 'unavailable',
  'protocol.timeout': 'timeout',
  'queue.unavailable': 'unavailable',
  'db.unavailable': 'unavailable',
  'db.migration_failed': 'internal',
  'db.newer_than_release': 'precondition',
  'mail.failed': 'unavailable',

  'git.not_found': 'not_found',
  'git.too_large': 'exhausted',
  'git.objects_refused': 'invalid',
  'git.ref_moved': 'conflict',
  'git.busy': 'unavailable',
  'hook.not_found': 'not_found',
  'hook.unsigned': 'unauthenticated',
  'hook.too_many': 'exhausted',
  'git.address_invalid': 'invalid',
  'git.remote_failed': 'unavailable',
  'git.access_denied': 'forbidden',
  'git.branch_unknown': 'not_found',
  'git.host_key_changed': 'forbidden',
  'key.not_found': 'not_found',
  'key.exists': 'conflict',
  'key.invalid': 'invalid',
  'scanner.failed': 'unavailable',
  'webhook.not_found': 'not_found',
  'outbound.url_invalid': 'invalid',
  'outbound.not_allowed': 'invalid',
  'outbound.unreachable': 'unavailable',
  'outbound.timeout': 'timeout',
  'outbound.too_large': 'exhausted',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_KINDS

export type ErrorOptions = { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown }

/** The one error class. Messages are lower case, name what failed, and say what to do next. */
export class BerthError extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'BerthError'
    this.code = code
    this.kind = ERROR_KINDS[code]
    this.details = options.details ?? {}
  }

  toJSON(): WireError {
    return { code: this.code, message: this.message, details: this.details }
  }
}

/** An error as it travels between processes; the cause and the stack stay at home. */
export type WireError = {
  readonly code: ErrorCode
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_KINDS, code)
}

/** Anything thrown becomes a BerthError; what is not ours is `internal.unexpected`, with its message kept as the cause. */
export function toBerthError(thrown: unknown): BerthError {
  if (thrown instanceof BerthError) return thrown
  return new BerthError('internal.unexpected', 'something went wrong on our side: see the server log', {
    cause: thrown,
  })
}

export function fromWireError(wire: {
  code: string
  message: string
  details?: Record<string, unknown>
}): BerthError {
  const code = isErrorCode(wire.code) ? wire.code : 'internal.unexpected'
  return new BerthError(code, wire.message, { details: wire.details ?? {} })
}
