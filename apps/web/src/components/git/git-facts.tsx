'use client'

import { Fact } from '@berth/ui/facts.tsx'
import { useTranslations } from 'next-intl'
import { useMe } from '../../session/me-context.ts'
import { CopyId } from '../copy-text.tsx'
import { httpsAddress, sshAddress } from './git-address.ts'

/** Where an app is pushed to, and the branch that is deployed. */
export function GitFacts(props: { tenant: string; app: string; branch: string }) {
  const t = useTranslations('git')
  const { url, sshPort } = useMe()
  const ssh = sshAddress(url, sshPort, props)
  return (
    <>
      <Fact name={t('address')}>
        <CopyId text={httpsAddress(url, props)} className="max-w-full" />
      </Fact>
      {ssh ? (
        <Fact name={t('ssh')}>
          <CopyId text={ssh} className="max-w-full" />
        </Fact>
      ) : null}
      <Fact name={t('branch')}>
        <CopyId text={props.branch} className="max-w-full" />
      </Fact>
    </>
  )
}
