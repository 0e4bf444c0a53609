'use client'

import { Button } from '@berth/ui/button.tsx'
import { useLocale } from 'next-intl'
import type { ReactNode } from 'react'
import { useLocaleChoice } from '../../i18n/use-locale-choice.ts'
import { Logo } from '../logo.tsx'

/** The plain frame of sign-in, sign-up, invitation and reset. */
export function DoorFrame({ children }: { children: ReactNode }) {
  const locale = useLocale()
  const chooseLocale = useLocaleChoice({ remember: false })
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] justify-items-center px-4">
      <main className="w-full max-w-sm self-center py-10">
        <div className="mb-8 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
          <Logo className="size-8" />
          Berth
        </div>
        {children}
      </main>
      <footer className="pb-6">
        <Button variant="ghost" size="sm" onClick={() => chooseLocale(locale === 'en' ? 'zh-CN' : 'en')}>
          {locale === 'en' ? '简体中文' : 'English'}
        </Button>
      </footer>
    </div>
  )
}
