'use client'

import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../format/sentence.ts'
import { readBerthError } from './berth-error.ts'
import { errorValues } from './error-values.ts'

/**
 * A failure in the visitor's words. The server's own sentence is English and names what failed, so English shows
 * it; other languages show the catalog's sentence for the code, with what the error says that it is about.
 */
export function useErrorText(): (thrown: unknown) => { title: string; original: string; code: string } {
  const t = useTranslations('errors')
  const about = useTranslations('errorAbout')
  const locale = useLocale()
  return (thrown) => {
    const error = readBerthError(thrown)
    const { code, message } = error
    const named = errorValues(error)
    const translated = named ? about(named.code, named.values) : t(code)
    const title = locale === 'en' && message !== '' ? sentence(message) : translated
    return { title, original: message, code }
  }
}
