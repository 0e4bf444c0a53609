'use client'

import type { ImageView } from '@berth/protocol'
import { Panel } from '@berth/ui/panel.tsx'
import { useTranslations } from 'next-intl'
import { PullPanel } from '../pull-panel.tsx'
import { ImageConfig } from './image-config.tsx'
import { ImageFacts } from './image-facts.tsx'
import { ImageLayers } from './image-layers.tsx'
import { ImageManifest } from './image-manifest.tsx'
import { ImagePackages } from './image-packages.tsx'
import { ImageReferrers } from './image-referrers.tsx'
import { NamedTexts } from './named-texts.tsx'

export function ImageDetails(props: {
  image: ImageView
  reference: string
  onPlatform: (platform: string) => void
}) {
  const t = useTranslations('images')
  const { image, reference } = props
  return (
    <>
      <ImageFacts image={image} onPlatform={props.onPlatform} />
      <PullPanel pull={image.pull} />
      {image.layers.length > 0 ? <ImageLayers layers={image.layers} /> : null}
      {image.config ? <ImageConfig config={image.config} /> : null}
      {Object.keys(image.annotations).length > 0 ? (
        <Panel title={t('annotations')}>
          <NamedTexts texts={image.annotations} />
        </Panel>
      ) : null}
      <ImageReferrers repository={image.repository} reference={reference} />
      {image.shown ? <ImagePackages repository={image.repository} digest={image.shown.digest} /> : null}
      <ImageManifest repository={image.repository} reference={reference} />
    </>
  )
}
