import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ConfigApplied, ConfigDiff, ConfigExport as Exported } from '../../../../libs/contract/src/index.js';
import type { Caller } from '../access/caller.js';
import { API_BASE, Endpoint, LeastRole, type BodyOf, type QueryOf } from '../api/endpoint.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { RequestBody, RequestCaller, RequestQuery } from '../api/input.js';
import { callHomeJsonSchema } from './call-home-schema.js';
import { ConfigExport } from './config-export.js';
import { ConfigFiles } from './config-files.js';

const SCHEMA_PATH = `${API_BASE}/call-home.schema.json`;
const YAML_TYPES = ['application/yaml', 'text/yaml', 'application/x-yaml'];

@Controller()
export class ConfigFileController {
  private schema: Record<string, unknown> | null = null;

  constructor(
    private readonly files: ConfigFiles,
    private readonly exporting: ConfigExport,
  ) {}

  @Endpoint('diffConfig')
  diff(@RequestBody() order: BodyOf<'diffConfig'>, @RequestCaller() { username: by }: Caller): Promise<ConfigDiff> {
    return this.files.diff({ ...order, by });
  }

  @Endpoint('applyConfig')
  apply(
    @RequestBody() order: BodyOf<'applyConfig'>,
    @RequestCaller() { username: by }: Caller,
  ): Promise<ConfigApplied> {
    return this.files.apply({ ...order, by });
  }

  /** The file as text where the caller prefers YAML to JSON. */
  @Endpoint('exportConfig')
  async export(
    @RequestQuery() { scope }: QueryOf<'exportConfig'>,
    @Req() request: FleetRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Exported | string> {
    const file = await this.exporting.export(scope, `${originOf(request)}/${SCHEMA_PATH}`);
    response.vary('Accept');
    const type = request.accepts(['application/json', ...YAML_TYPES]);
    if (type === false || type === 'application/json') return { file };
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    return file;
  }

  @Get(SCHEMA_PATH)
  @LeastRole('anyone')
  @Header('Cache-Control', 'public, max-age=300')
  jsonSchema(): Record<string, unknown> {
    this.schema ??= callHomeJsonSchema();
    return this.schema;
  }
}

// It ends up in a comment of the file: what is no plain name of a host is left out.
function originOf(request: FleetRequest): string {
  const host = request.get('host') ?? '';
  return /^[\w.[\]:-]+$/.test(host) ? `${request.protocol}://${host}` : '';
}
