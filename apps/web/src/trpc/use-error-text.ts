'use client'

import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../format/sentence.ts'
import { readBerthError } from './berth-error.ts'

/**
 * A failure in the visitor's words. The server's own sentence is English and names what failed, so English shows
 * it; other languages show the catalog's sentence for the code.
 */
export function useErrorText(): (thrown: unknown) => { title: string; original: string; code: string } {
  const t = useTranslations('errors')
  const locale = useLocale()
  return (thrown) => {
    const { code, message } = readBerthError(thrown)
    const title = locale === 'en' && message !== '' ? sentence(message) : t(code)
    return { title, original: message, code }
  }
}
