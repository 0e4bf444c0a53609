import type { Warning } from '../ast/place.ts'
import type { Linted } from './linted.ts'
import { warning } from './warning.ts'

const SECRET = /(^|_)(apikey|auth|credentials?|key|passwd|password|pword|secret|token)(_|$)/i
const PUBLIC = /(^|_)public(_|$)/i

/** MaintainerDeprecated, LegacyKeyValueFormat, SecretsUsedInArgOrEnv, ExposeProtoCasing, ExposeInvalidFormat */
export function lintStyle(parsed: readonly Linted[]): Warning[] {
  return parsed.flatMap(({ instruction }): Warning[] => {
    switch (instruction.kind) {
      case 'maintainer':
        return [
          warning(
            'MaintainerDeprecated',
            instruction.place,
            'MAINTAINER is no longer used: write LABEL org.opencontainers.image.authors=…',
          ),
        ]
      case 'arg':
        return instruction.args.flatMap(({ name }) => lintSecret('ARG', name, instruction.place))
      case 'env':
      case 'label':
        return instruction.pairs.flatMap(({ name, legacy }) => [
          ...(legacy
            ? [
                warning(
                  'LegacyKeyValueFormat',
                  instruction.place,
                  `"${instruction.kind.toUpperCase()} name=value" is to be used, not "name value"`,
                ),
              ]
            : []),
          ...(instruction.kind === 'env' ? lintSecret('ENV', name, instruction.place) : []),
        ])
      case 'expose':
        return instruction.ports.flatMap(lintPort)
      default:
        return []
    }
  })
}

function lintSecret(keyword: string, name: string, place: Warning['place']): Warning[] {
  if (!SECRET.test(name) || PUBLIC.test(name)) return []
  return [
    warning(
      'SecretsUsedInArgOrEnv',
      place,
      `${keyword} "${name}" looks like a secret, which stays in the image: use RUN --mount=type=secret`,
    ),
  ]
}

function lintPort({ text, place }: { text: string; place: Warning['place'] }): Warning[] {
  const [, protocol = ''] = text.split('/')
  return [
    ...(protocol !== protocol.toLowerCase() && !protocol.includes('$')
      ? [warning('ExposeProtoCasing', place, `the protocol of "${text}" is not in lowercase`)]
      : []),
    ...(/^[^$]*:[^}]*$/.test(text)
      ? [
          warning(
            'ExposeInvalidFormat',
            place,
            `"${text}" names an address or a port of the host, which EXPOSE ignores`,
          ),
        ]
      : []),
  ]
}
