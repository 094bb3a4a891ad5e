import { z } from 'zod';
import { problemSchema } from './problem.js';
import { ROUTES, type RouteSpec } from './routes.js';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
};

/** Makes the OpenAPI 3.1 document of the API from the route table. `version` is the controller's own. */
export function openApi(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, route] of Object.entries(ROUTES) as [string, RouteSpec][]) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = {
      operationId,
      summary: route.summary,
      tags: [route.path.split('/')[1] ?? ''],
      ...(route.role === 'anyone' ? { security: [] } : { 'x-role': route.role }),
      parameters: [...pathParameters(route), ...queryParameters(route), ...dryRun(route), ...ifMatch(route)],
      ...(route.body && {
        requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
      }),
      responses: {
        [route.status]: {
          description: route.summary,
          ...(route.answer && { content: { 'application/json': { schema: schemaOf(route.answer, 'output') } } }),
        },
        default: {
          description: 'What went wrong and the next step',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'SDX Fleet Controller', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sdx_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
  };
}

function pathParameters(route: RouteSpec) {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: RouteSpec) {
  if (!route.query) return [];
  const json = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(json.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));
}

function dryRun(route: RouteSpec) {
  if (route.method === 'GET') return [];
  const description = 'Answer as if it were done, and change nothing';
  return [{ name: 'dryRun', in: 'query', required: false, description, schema: { enum: ['true', 'false'] } }];
}

function ifMatch(route: RouteSpec) {
  if (!route.etag || !['PUT', 'PATCH', 'DELETE'].includes(route.method)) return [];
  return [{ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }];
}
