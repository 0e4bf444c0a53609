'use client'

import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../format/sentence.ts'
import { type PageError, readBerthError } from './berth-error.ts'
import { errorValues } from './error-values.ts'
import { inputProblems } from './input-problems.ts'

/**
 * A failure in the visitor's words. The server's own sentence is English and names what failed, so English shows
 * it; other languages show the catalog's sentence for the code, with what the error says that it is about.
 */
export function useErrorText(): (thrown: unknown) => { title: string; original: string; code: string } {
  const t = useTranslations('errors')
  const about = useTranslations('errorAbout')
  const wrong = useTranslations('inputProblem')
  const locale = useLocale()
  return (thrown) => {
    const error = readBerthError(thrown)
    const { code, message } = error
    const translated = inputText(error) ?? aboutText(error)
    const title = locale === 'en' && message !== '' ? sentence(message) : translated
    return { title, original: message, code }
  }

  function inputText(error: PageError): string | undefined {
    const problems = inputProblems(error)
    return problems?.map(({ kind, values }) => wrong(kind, values)).join(wrong('between'))
  }

  function aboutText(error: PageError): string {
    const named = errorValues(error)
    return named ? about(named.code, named.values) : t(error.code)
  }
}
