'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { ImageView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Panel } from '@berth/ui/panel.tsx'
import { ToggleButton } from '@berth/ui/toggle-button.tsx'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useTenant } from '../../../session/use-tenant.ts'
import { CopyId } from '../../copy-text.tsx'
import { When } from '../../when.tsx'
import { imagePath } from '../image-path.ts'
import { ImageFindings } from './image-findings.tsx'

const link = 'rounded-sm font-mono text-xs underline underline-offset-4'

export function ImageFacts(props: { image: ImageView; onPlatform: (platform: string) => void }) {
  const t = useTranslations('images')
  const format = useFormatter()
  const tenant = useTenant()
  const { image } = props
  const platforms = image.variants.filter(({ attestation }) => !attestation)
  return (
    <Panel>
      <Facts>
        <Fact name={t('digest')}>
          <CopyId text={image.digest} className="max-w-full" />
        </Fact>
        {image.subject ? (
          <Fact name={t('speaksOf')}>
            <Link href={imagePath(tenant, image.repository, image.subject)} className={link}>
              {image.subject.slice(0, 19)}
            </Link>
          </Fact>
        ) : null}
        <Fact name={t('type')}>
          <span className="font-mono text-xs">{typeOf(image)}</span>
        </Fact>
        <Fact name={t('platform')}>
          {platforms.length > 0 ? (
            <span className="flex flex-wrap gap-1">
              {platforms.map((one) => (
                <ToggleButton
                  key={one.digest}
                  pressed={one.digest === image.shown?.digest}
                  onClick={() => props.onPlatform(one.platform)}
                >
                  {one.platform}
                  <span className="font-normal text-muted">{formatBytes(one.bytes)}</span>
                </ToggleButton>
              ))}
            </span>
          ) : (
            (image.shown?.platform ?? '–')
          )}
        </Fact>
        <Fact name={t('size')}>{formatBytes(image.bytes)}</Fact>
        <Fact name={t('pushed')}>
          <When at={image.pushedAt} /> {image.pushedBy}
        </Fact>
        {image.findings ? (
          <Fact name={t('findings.title')}>
            <ImageFindings findings={image.findings} />
          </Fact>
        ) : null}
        <Fact name={t('pulls')}>
          {format.number(image.pulls)}{' '}
          {image.pulledAt ? <When at={image.pulledAt} className="text-muted" /> : null}
        </Fact>
        <Fact name={t('tags')}>
          <span className="flex flex-wrap gap-x-3 gap-y-1">
            {image.tags.length === 0 ? '–' : null}
            {image.tags.map((tag) => (
              <Link key={tag} href={imagePath(tenant, image.repository, tag)} className={link}>
                {tag}
              </Link>
            ))}
          </span>
        </Fact>
      </Facts>
    </Panel>
  )
}

/** Of an image its config says what it is, which every image says. */
function typeOf({ artifactType, config, mediaType }: ImageView): string {
  return config ? mediaType : (artifactType ?? mediaType)
}
