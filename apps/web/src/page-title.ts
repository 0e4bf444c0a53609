import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type messages from '../messages/en.json'

type TitleKey = keyof (typeof messages)['title']

/** The metadata of a page: what it shows, in the visitor's language. The layouts above add the app and the platform. */
export function titled(key: TitleKey): () => Promise<Metadata> {
  return async () => ({ title: (await getTranslations('title'))(key) })
}
