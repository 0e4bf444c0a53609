import type messages from '../../messages/en.json'
import type { Locale } from './locale.ts'

// English is the catalog that keys are checked against; a test holds the others to it.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof messages
  }
}
