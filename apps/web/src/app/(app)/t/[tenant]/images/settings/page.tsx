import { ImageSettings } from '../../../../../../components/image-rules/image-settings.tsx'
import { titled } from '../../../../../../page-title.ts'

export const generateMetadata = titled('imageSettings')

export default function ImageSettingsPage() {
  return <ImageSettings />
}
