import type { Health } from '@berth/protocol'
import { quoteWords } from './quote-words.ts'

/** What is asked of an instance before visitors reach it. */
export function describeHealth(health: Health): string {
  switch (health.kind) {
    case 'none':
      return 'none: healthy as long as it runs'
    case 'tcp':
      return `port ${health.port} takes connections`
    case 'http':
      return `GET ${health.path} on port ${health.port} is answered with 200 to 399`
    case 'command':
      return `${quoteWords(health.argv)} exits with 0`
  }
}
