'use client'

import { PaletteItem } from '@berth/ui/command-palette.tsx'
import { useMutation } from '@tanstack/react-query'
import { Languages, Moon, RotateCw, Sun } from 'lucide-react'
import { useParams } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useLocaleChoice } from '../../i18n/use-locale-choice.ts'
import { useMay } from '../../session/use-may.ts'
import { useTheme } from '../../session/use-theme.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What can be done from anywhere, and to the app that is being looked at. */
export function PaletteActions({ run }: { run: (action: () => void) => () => void }) {
  const t = useTranslations('palette')
  const { tenant, app } = useParams<{ tenant?: string; app?: string }>()
  const may = useMay()
  const errorText = useErrorText()
  const [theme, setTheme] = useTheme()
  const locale = useLocale()
  const chooseLocale = useLocaleChoice({ remember: true })
  const restart = useMutation(
    useTRPC().apps.restart.mutationOptions({
      onSuccess: (view) => notify.success(t('restarted', { app: view.name })),
      onError: (error) => notify.error(errorText(error).title),
    }),
  )
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <>
      {tenant && app && may('app:deploy') ? (
        <PaletteItem
          value={`${t('restart', { app })} restart`}
          icon={<RotateCw aria-hidden />}
          onSelect={run(() => restart.mutate({ tenant, app }))}
        >
          {t('restart', { app })}
        </PaletteItem>
      ) : null}
      <PaletteItem
        value={`${t(other)} theme`}
        icon={other === 'dark' ? <Moon aria-hidden /> : <Sun aria-hidden />}
        onSelect={run(() => setTheme(other))}
      >
        {t(other)}
      </PaletteItem>
      <PaletteItem
        value={`${t('otherLanguage')} language 语言 中文 english`}
        icon={<Languages aria-hidden />}
        onSelect={run(() => chooseLocale(locale === 'en' ? 'zh-CN' : 'en'))}
      >
        {t('otherLanguage')}
      </PaletteItem>
    </>
  )
}
