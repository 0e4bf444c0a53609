'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { setCookie } from '../session/cookie.ts'
import { useTRPC } from '../trpc/provider.tsx'
import { LOCALE_COOKIE, type Locale } from './locale.ts'

/** Changes the language at once; `remember` also writes it to the account, for mail and other browsers. */
export function useLocaleChoice(options: { remember: boolean }) {
  const router = useRouter()
  const save = useMutation(useTRPC().me.setLocale.mutationOptions())
  return (locale: Locale) => {
    setCookie(LOCALE_COOKIE, locale)
    if (options.remember) save.mutate({ locale })
    router.refresh()
  }
}
