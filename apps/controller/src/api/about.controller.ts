import { Controller, Get, Header } from '@nestjs/common';
import { openApi } from '../../../../libs/contract/src/index.js';
import { readBuild } from './build.js';
import { API_BASE, Endpoint, LeastRole } from './endpoint.js';

/** What this program is and what it serves. */
@Controller()
export class AboutController {
  private readonly build = readBuild();
  private document: Record<string, unknown> | null = null;

  @Endpoint('version')
  version() {
    return { ...this.build, node: process.version };
  }

  @Get(`${API_BASE}/openapi.json`)
  @LeastRole('anyone')
  @Header('Cache-Control', 'public, max-age=300')
  openApi(): Record<string, unknown> {
    this.document ??= openApi(this.build.version);
    return this.document;
  }
}
