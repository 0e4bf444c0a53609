'use client'

import { Field } from '@berth/ui/field.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { Select } from '@berth/ui/select.tsx'
import { useLocale, useTranslations } from 'next-intl'
import { useLocaleChoice } from '../../i18n/use-locale-choice.ts'
import { THEMES } from '../../session/theme.ts'
import { useTheme } from '../../session/use-theme.ts'

export function AppearancePanel() {
  const t = useTranslations('account')
  const locale = useLocale()
  const chooseLocale = useLocaleChoice({ remember: true })
  const [theme, setTheme] = useTheme()
  return (
    <Panel title={t('appearance')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('language')}>
          <Select
            value={locale}
            onValueChange={chooseLocale}
            options={[
              { value: 'en', label: 'English' },
              { value: 'zh-CN', label: '简体中文' },
            ]}
          />
        </Field>
        <Field label={t('theme')}>
          <Select
            value={theme}
            onValueChange={setTheme}
            options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
          />
        </Field>
      </div>
    </Panel>
  )
}
